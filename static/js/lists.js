// Lists: a click anywhere on a row opens it, the side sheet takes and returns the focus. Everything works without this.
(function () {
  "use strict";
  var opener = null;

  function panel() {
    return document.getElementById("list-panel");
  }

  function sheet() {
    return document.querySelector("[data-list-sheet]");
  }

  // The row's own link does the opening, so that a new tab or window works as for any link.
  document.addEventListener("click", function (event) {
    var row = event.target.closest(".list-table tbody tr");
    if (!row || event.defaultPrevented || event.button !== 0) return;
    if (event.target.closest("a, button, input, label, select, textarea, summary")) return;
    if (String(window.getSelection())) return;
    var link = row.querySelector("a.list-open");
    if (!link) return;
    if (event.ctrlKey || event.metaKey) window.open(link.href, "_blank", "noopener");
    else link.click();
  });

  function close() {
    var open = sheet();
    if (!open) return false;
    panel().replaceChildren();
    if (opener && document.contains(opener)) opener.focus();
    opener = null;
    return true;
  }

  document.addEventListener("click", function (event) {
    var target = event.target.closest("[hx-target='#list-panel']");
    if (target) opener = target;
    var closing = event.target.closest("[data-list-close]");
    if (closing && event.button === 0 && !event.ctrlKey && !event.metaKey && close()) event.preventDefault();
  });

  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape" && !event.isComposing && close()) event.preventDefault();
  });

  // Several rows at once: a click beside the box ticks it, the box in the heading ticks the page, the bar counts.
  document.addEventListener("click", function (event) {
    var cell = event.target.closest("td.list-select");
    if (!cell || event.target !== cell) return;
    event.preventDefault();
    cell.querySelector("input").click();
  }, true);

  document.addEventListener("change", function (event) {
    var form = event.target.closest(".list-bulk");
    if (!form) return;
    var boxes = Array.from(form.querySelectorAll("td.list-select input"));
    if (event.target.matches("[data-bulk-page]")) boxes.forEach(function (box) { box.checked = event.target.checked; });
    var count = boxes.filter(function (box) { return box.checked; }).length;
    var label = form.querySelector("[data-bulk-count]");
    label.dataset.plain = label.dataset.plain || label.textContent;
    label.textContent = count ? label.dataset.words + " " + count : label.dataset.plain;
    var page = form.querySelector("[data-bulk-page]");
    page.checked = count > 0 && count === boxes.length;
    page.indeterminate = count > 0 && count < boxes.length;
  });

  document.addEventListener("htmx:afterSwap", function () {
    var open = sheet();
    if (open && !open.contains(document.activeElement)) {
      var first = open.querySelector(".is-invalid") || open.querySelector("h2");
      if (first) first.focus();
    }
  });
})();
