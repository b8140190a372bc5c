// Choosing indicators: typing shows those that match, ticking one gives it the next place. Everything works without this.
(function () {
  "use strict";
  var box = document.querySelector("[data-indicator-search]");
  if (!box) return;
  var input = box.querySelector("input");
  var rows = Array.prototype.slice.call(document.querySelectorAll("[data-indicator]"));
  box.hidden = false;

  function filter() {
    var wanted = input.value.trim().toLowerCase();
    rows.forEach(function (row) {
      row.hidden = wanted !== "" && row.getAttribute("data-indicator").toLowerCase().indexOf(wanted) < 0;
    });
    document.querySelectorAll(".indicator-group").forEach(function (group) {
      var found = group.querySelector("[data-indicator]:not([hidden])");
      group.hidden = !found;
      if (wanted && found) group.open = true;
    });
  }

  input.addEventListener("input", function (event) { if (!event.isComposing) filter(); });
  input.addEventListener("compositionend", filter);
  input.addEventListener("keydown", function (event) { if (event.key === "Enter" && !event.isComposing) event.preventDefault(); });

  document.addEventListener("change", function (event) {
    if (event.target.name !== "indicators") return;
    var row = event.target.closest("[data-indicator]"), place = row.querySelector(".indicator-place");
    if (!event.target.checked) { place.value = ""; return; }
    if (place.value) return;
    var last = 0;
    document.querySelectorAll(".indicator-place").forEach(function (one) { last = Math.max(last, parseInt(one.value, 10) || 0); });
    place.value = last + 1;
  });
})();
