// Draws the charts of reports with ECharts from the JSON beside each canvas. The table behind each says the same.
(function () {
  "use strict";
  var COLOURS = ["#1d4f91", "#c2571a", "#1a6b3c", "#7a4fb0", "#8a6d00", "#0f7c8a", "#a8325e", "#55606e"];
  var MOST_SLICES = 9;
  var NARROW = 480;
  var FONT = getComputedStyle(document.documentElement).getPropertyValue("--han").trim() || "sans-serif";
  var drawn = [];

  // With one line alone the legend still says what it is of, and its unit.
  function base(data) {
    var legend = data.series.length > 1 || data.kind === "trend";
    return {
      color: COLOURS,
      textStyle: { fontFamily: FONT, fontSize: 13, color: "#1b2430" },
      animation: false,
      // Drawn text, no markup: the page's content policy allows no inline style.
      tooltip: { renderMode: "richText", confine: true },
      legend: legend ? { bottom: 0, type: "scroll" } : undefined,
      grid: { left: 8, right: 24, top: 24, bottom: legend ? 36 : 8, containLabel: true },
    };
  }

  function said(data) {
    return function (point) {
      var series = data.series[point.seriesIndex] || data.series[0];
      return point.name + "\n" + series.name + " " + (series.texts[point.data && point.data.at !== undefined ? point.data.at : point.dataIndex] || "");
    };
  }

  function percent(data) {
    return data.series.every(function (one) { return one.unit === "percent"; });
  }

  function trend(data) {
    var option = base(data);
    // Figures of different sizes or units get an axis of their own: at most two.
    var units = [];
    data.series.forEach(function (one) { if (units.indexOf(one.unit) < 0) units.push(one.unit); });
    option.xAxis = { type: "category", data: data.categories };
    option.yAxis = units.slice(0, 2).map(function (unit) {
      return { type: "value", scale: unit === "percent", axisLabel: unit === "percent" ? { formatter: "{value}%" } : {} };
    });
    option.tooltip.formatter = said(data);
    option.series = data.series.map(function (one, n) {
      return {
        type: "line", name: one.name, data: one.values, yAxisIndex: Math.min(units.indexOf(one.unit), 1),
        symbol: ["circle", "rect", "triangle", "diamond"][n % 4], symbolSize: 7, connectNulls: true,
        lineStyle: { width: 2.5, type: ["solid", "dashed", "dotted"][n % 3] },
      };
    });
    return option;
  }

  function share(point) {
    return point.percent.toFixed(1) + "%";
  }

  function composition(data, width) {
    var option = base(data), series = data.series[0];
    var slices = data.categories.map(function (name, n) { return { name: name, value: series.values[n], at: n }; });
    if (slices.length > MOST_SLICES + 1) {
      var rest = slices.slice(MOST_SLICES);
      slices = slices.slice(0, MOST_SLICES);
      slices.push({ name: data.rest, value: rest.reduce(function (sum, one) { return sum + (one.value || 0); }, 0), at: -1 });
    }
    option.tooltip.formatter = function (point) {
      return point.name + "\n" + (series.texts[point.data.at] || point.value) + " · " + share(point);
    };
    option.series = [{
      type: "pie", name: series.name, data: slices, radius: ["38%", "66%"], center: ["50%", "50%"],
      label: { formatter: function (point) { return point.name + " " + share(point); }, overflow: "break" }, labelLayout: { hideOverlap: true }, itemStyle: { borderColor: "#fff", borderWidth: 2 },
    }];
    if (width < NARROW) {
      // Beside the slices there is no room for their names.
      option.legend = { bottom: 0, itemGap: 8, textStyle: { fontSize: 12 } };
      Object.assign(option.series[0], { radius: ["26%", "50%"], center: ["50%", "34%"] });
      option.series[0].label = { formatter: share };
    }
    return option;
  }

  function funnel(data) {
    var option = base(data), series = data.series[0];
    option.tooltip.formatter = said(data);
    option.series = [{
      type: "funnel", name: series.name, sort: "none", left: "8%", right: "8%", top: 12, bottom: 12, minSize: "0%", gap: 3,
      label: { show: true, position: "inside", color: "#fff", fontWeight: 600, textBorderColor: "#1b2430", textBorderWidth: 2, formatter: function (point) { return point.name + " " + series.texts[point.dataIndex]; } },
      data: data.categories.map(function (name, n) { return { name: name, value: series.values[n] || 0, at: n }; }),
    }];
    return option;
  }

  function distribution(data, width) {
    var option = base(data);
    option.tooltip.formatter = said(data);
    var room = Math.max(36, (width - 56) / data.categories.length - 4);
    var longest = Math.max.apply(null, data.categories.map(function (name) { return name.length; }));
    option.grid.bottom += 16 * (Math.ceil((longest * 13) / room) - 1);
    option.xAxis = { type: "category", data: data.categories, axisLabel: { interval: 0, width: room, overflow: "break" } };
    option.yAxis = { type: "value" };
    option.series = data.series.map(function (one) {
      return { type: "bar", name: one.name, data: one.values, barMaxWidth: 48, label: { show: true, position: "top", formatter: function (point) { return one.texts[point.dataIndex]; } } };
    });
    return option;
  }

  function ranking(data) {
    var option = base(data), series = data.series[0];
    var values = series.values.map(function (value) { return value || 0; });
    var longest = Math.max.apply(null, values), lowest = Math.min.apply(null, values);
    // Shares that are all high are told apart from a later start; else each bar is as long as its share.
    var start = percent(data) && lowest >= 80 ? Math.floor(Math.min(lowest, 94) / 10) * 10 : 0;
    option.legend = undefined;
    option.tooltip.formatter = said(data);
    option.xAxis = { type: "value", min: start, max: percent(data) && longest <= 100 ? 100 : null, axisLabel: percent(data) ? { formatter: "{value}%" } : {} };
    option.grid = { left: 132, right: 76, top: 32, bottom: 28 };
    option.yAxis = { type: "category", inverse: true, data: data.categories, axisLabel: { interval: 0, width: 116, overflow: "truncate" } };
    option.series = [{
      type: "bar", name: series.name, barMaxWidth: 18,
      // Words stand inside a bar that is long enough, else beside it.
      data: series.values.map(function (value) {
        return { value: value, label: value - start > (longest - start) / 4 ? { position: "insideLeft", color: "#fff" } : { position: "right", color: "#1b2430" } };
      }),
      label: { show: true, formatter: function (point) { return series.texts[point.dataIndex]; } },
      markLine: data.marks.length ? {
        symbol: "none", silent: true, lineStyle: { color: "#8a4b00", type: "dashed" },
        // On top, the lower mark's words to the left of its line, the upper one's to the right.
        data: data.marks.map(function (mark, n) {
          return { xAxis: mark.value, label: { position: "start", distance: 6, align: n ? "left" : "right", color: "#8a4b00", formatter: mark.name + " " + mark.value + "%" } };
        }),
      } : undefined,
    }];
    return option;
  }

  var KINDS = { trend: trend, composition: composition, funnel: funnel, distribution: distribution, ranking: ranking };

  function draw(canvas) {
    var found = document.getElementById(canvas.getAttribute("data-chart"));
    var data = found && JSON.parse(found.textContent);
    if (!data || !KINDS[data.kind]) return;
    if (data.kind === "ranking") canvas.style.height = Math.max(200, 60 + data.categories.length * 26) + "px";
    // Canvas, because SVG would be given style attributes.
    var chart = window.echarts.init(canvas, null, { renderer: "canvas" });
    chart.setOption(KINDS[data.kind](data, canvas.clientWidth));
    drawn.push({ chart: chart, canvas: canvas, data: data });
  }

  if (!window.echarts) return;
  document.querySelectorAll("[data-chart]").forEach(draw);
  function fit() {
    drawn.forEach(function (one) {
      one.chart.resize();
      one.chart.setOption(KINDS[one.data.kind](one.data, one.canvas.clientWidth));
    });
  }

  window.addEventListener("resize", fit);
  window.addEventListener("beforeprint", fit);
})();
