// Keys of the shell: "/" searches, "g" and a letter goes to an entry of the navigation, "?" shows the help. A
// convenience: everything they do is a link or a box on the page. Nothing fires while one types, composes with an input
// method, or stands in a dialog.
(function () {
  "use strict";

  var help = document.getElementById("keyboard-help");
  var WAIT = 1500;
  var going = 0;

  function busy(event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return true;
    if (event.isComposing || event.keyCode === 229 || event.repeat) return true;
    var target = event.target;
    if (!target || !target.closest) return true;
    if (target.closest("input, textarea, select, [contenteditable]:not([contenteditable='false'])")) return true;
    return Boolean(document.querySelector("dialog[open]"));
  }

  function search() {
    var box = document.querySelector("[data-hotkey='/']");
    if (!box) return false;
    box.focus();
    box.select();
    return true;
  }

  function go(letter) {
    var link = document.querySelector("[data-go='" + CSS.escape(letter) + "']");
    if (!link) return false;
    link.click();
    return true;
  }

  function show() {
    if (!help || !help.showModal) return false;
    help.showModal();
    return true;
  }

  document.addEventListener("keydown", function (event) {
    if (event.key === "Shift") return;
    if (busy(event)) {
      going = 0;
      return;
    }
    var after = going && event.timeStamp - going < WAIT;
    going = 0;
    var done = false;
    if (after && /^[a-z]$/i.test(event.key)) done = go(event.key.toLowerCase());
    else if (event.key === "/") done = search();
    else if (event.key === "?" || event.key === "？") done = show();
    else if (event.key === "g" || event.key === "G") {
      going = event.timeStamp;
      done = true;
    }
    if (done) event.preventDefault();
  });

  document.querySelectorAll("[data-shows-keys]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      var menu = button.closest("details");
      if (menu) menu.open = false;
      show();
    });
  });

  // A click beside the sheet closes it, like Escape.
  if (help) {
    help.addEventListener("click", function (event) {
      if (event.target === help) help.close();
    });
  }
})();
