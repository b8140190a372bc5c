// A browser sends 30 February, or a date typed by half, as an empty field: said beside the field, and nothing is sent.
(function () {
  "use strict";

  var DATES = "input[data-no-such-day]";

  function judge(input) {
    var said = document.getElementById(input.id + "_no_such_day");
    var bad = input.validity.badInput;
    if (bad === Boolean(said)) return bad;
    input.classList.toggle("is-invalid", bad);
    if (bad) {
      said = document.createElement("div");
      said.className = "field-error";
      said.setAttribute("role", "alert");
      said.id = input.id + "_no_such_day";
      said.textContent = input.dataset.noSuchDay;
      input.after(said);
      input.setAttribute("aria-invalid", "true");
      input.setAttribute("aria-errormessage", said.id);
    } else {
      said.remove();
      input.removeAttribute("aria-invalid");
      input.removeAttribute("aria-errormessage");
    }
    return bad;
  }

  function holdBack(form, event, going) {
    var wrong = Array.prototype.filter.call(form.querySelectorAll(DATES), function (input) {
      return judge(input) && !(going && going.contains(input));
    });
    if (!wrong.length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    wrong[0].focus();
  }

  document.addEventListener("focusout", function (event) {
    // Not on the way to a button: it would move from under the pointer, and judges the whole form itself.
    var next = event.relatedTarget;
    if (event.target.matches(DATES) && !(next && next.matches("button"))) judge(event.target);
  });
  // While it is being put right, the complaint goes as soon as the day exists.
  document.addEventListener("input", function (event) {
    if (event.target.matches(DATES) && !event.target.validity.badInput) judge(event.target);
  });
  document.addEventListener("submit", function (event) { holdBack(event.target, event); }, true);
  // Buttons that add and drop rows draw the form anew, with what is in it; a row that goes may be as wrong as it likes.
  document.addEventListener("htmx:beforeRequest", function (event) {
    var button = event.target;
    var form = button.closest("form");
    if (!form || event.detail.requestConfig.verb === "get") return;
    holdBack(form, event, /^drop:/.test(button.value) ? button.closest(".claim-row, .person") : null);
  });
})();
