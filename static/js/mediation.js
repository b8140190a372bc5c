// Conveniences of mediation pages; every page works without them.
(function () {
  "use strict";

  // One choice for all fills every card at once, as the button does on the server.
  function fill(form) {
    var all = form.querySelector("input[name='all_code']:checked");
    form.querySelectorAll(".outcome-card").forEach(function (card) {
      if (all) {
        card.querySelectorAll(".outcome-claim").forEach(function (claim) {
          var radio = claim.querySelector("input[type='radio'][value='" + all.value + "']");
          if (radio) radio.checked = true;
          var amount = claim.querySelector("input[name$='-amount']");
          var claimed = claim.dataset.claimed.replace(/[^0-9.,]/g, "");
          if (amount && !amount.value && claimed !== "0.00") amount.value = claimed;
        });
      }
      ["reason", "instalments", "pay_from", "promises"].forEach(function (name) {
        var from = form.elements["all_" + name];
        var to = card.querySelector("[name$='-" + name + "']");
        if (from && to && from.value) to.value = from.value;
      });
    });
    form.dispatchEvent(new Event("change", { bubbles: true }));
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest("form[data-mediation-outcomes] button[value='fill']");
    if (!button) return;
    event.preventDefault();
    fill(button.form);
    var first = button.form.querySelector(".outcome-card h2");
    if (first) first.scrollIntoView({ block: "start" });
  });
})();
