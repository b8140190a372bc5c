// Behaviour of the shell. Everything here is a convenience: pages work without it.
(function () {
  "use strict";

  function csrf() {
    var field = document.querySelector("input[name=csrfmiddlewaretoken]");
    return field ? field.value : "";
  }

  // Menus are <details>: close them on Escape and on a click elsewhere.
  document.addEventListener("click", function (event) {
    document.querySelectorAll("details.menu[open]").forEach(function (menu) {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    document.querySelectorAll("details.menu[open]").forEach(function (menu) {
      menu.open = false;
      if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
    });
  });

  // The navigation stays collapsed from page to page on wide screens; on a phone it opens for one look only.
  var toggle = document.getElementById("nav-toggle");
  var narrow = window.matchMedia("(max-width: 61.99rem)");
  if (toggle) {
    if (narrow.matches) toggle.checked = false;
    toggle.addEventListener("change", function () {
      if (!narrow.matches) {
        document.cookie = "nav=" + (toggle.checked ? "collapsed" : "open") + ";path=/;max-age=31536000;samesite=lax";
      }
    });
    document.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && narrow.matches && toggle.checked) toggle.checked = false;
    });
  }

  // Half-typed Chinese must not start a search: while an input method composes, htmx hears nothing.
  var composing = null;
  document.addEventListener("compositionstart", function (event) { composing = event.target; }, true);
  document.addEventListener("compositionend", function (event) {
    composing = null;
    event.target.dispatchEvent(new Event("input", { bubbles: true }));
  }, true);
  ["input", "keyup", "keydown"].forEach(function (type) {
    document.addEventListener(type, function (event) {
      if (composing === event.target && (event.isComposing || type !== "keydown")) event.stopPropagation();
    }, true);
  });
  document.addEventListener("htmx:confirm", function (event) {
    if (composing && event.target === composing) event.preventDefault();
  });

  // Answers with a form that needs correcting (422) or a conflict (409) replace the content like good ones.
  document.addEventListener("htmx:beforeSwap", function (event) {
    if ([400, 403, 404, 409, 422].indexOf(event.detail.xhr.status) >= 0) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });

  // What needs attention gets the focus: the error summary, or what changed meanwhile.
  function focusFirst(root) {
    var box = root.querySelector("[data-focus]");
    if (box) box.focus();
  }

  // A form is sent once, however often one clicks.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    window.setTimeout(function () { delete form.dataset.sent; }, 4000);
  });
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) {
      document.querySelectorAll("form[data-sent]").forEach(function (form) { delete form.dataset.sent; });
    }
  });

  // Whom one looked for in vain is registered under what was typed.
  document.addEventListener("toggle", function (event) {
    var box = event.target;
    if (!box.matches || !box.matches(".lookup-new") || !box.open) return;
    var search = box.parentNode.querySelector("input[type=search]");
    var fields = box.querySelectorAll("input[type=text], input:not([type])");
    var typed = search ? search.value.trim() : "";
    var half = typed.normalize("NFKC").replace(/\s/g, "");
    if (!typed || Array.prototype.some.call(fields, function (field) { return field.value; })) return;
    var kinds = [["id_number", /^\d{17}[\dXx]$/], ["phone", /^1\d{10}$/], ["uscc", /^[0-9A-Z]{18}$/i]];
    var numbers = kinds.filter(function (kind) { return kind[1].test(half); });
    // Initials are no name. Eighteen digits may be an identity number or a credit code: the box knows which it asks for.
    var names = numbers.length ? numbers.map(function (kind) { return kind[0]; }) : /^[a-z]+$/i.test(half) ? [] : ["name"];
    var field = names.map(function (name) { return box.querySelector("[name$='-new-" + name + "']"); }).find(Boolean);
    if (!field) return;
    field.value = numbers.length ? half : typed;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }, true);

  // Passkeys: offered where the browser knows them, which is never at a bare IP address; a failed attempt says so.
  var bareAddress = /^\[|^\d+(\.\d+){3}$/.test(location.hostname);
  var passkeys = window.PublicKeyCredential && !bareAddress;
  document.querySelectorAll(passkeys ? "[data-needs-passkeys]" : "[data-without-passkeys]").forEach(function (part) { part.hidden = false; });
  document.addEventListener("allauth.error", function () {
    document.querySelectorAll("[data-passkey-error]").forEach(function (part) { part.hidden = false; });
  });

  // Drafts: saved a few seconds after typing stops and when a field is left.
  function watchDraft(form) {
    var state = form.querySelector("[data-draft-state]");
    var timer = null;
    var dirty = false;
    var address = "/drafts/" + encodeURIComponent(form.dataset.draft) + "/";

    function body() {
      var data = new URLSearchParams();
      new FormData(form).forEach(function (value, name) {
        if (typeof value === "string") data.append(name, value);
      });
      return data;
    }
    // One at a time, so that an older state never arrives after a newer one; what was typed meanwhile follows.
    var underway = false;
    function save(leaving) {
      if (!dirty || form.dataset.sent || (underway && leaving !== true)) return;
      dirty = false;
      underway = true;
      fetch(address, {
        method: "POST", body: body(), credentials: "same-origin", keepalive: true, redirect: "manual",
        headers: { "X-CSRFToken": csrf(), "X-Requested-With": "XMLHttpRequest" }
      }).then(function (answer) {
        if (!answer.ok && answer.status !== 413) throw new Error(String(answer.status));
        return answer.json();
      }).then(function (answer) {
        underway = false;
        if (dirty) save();
        else if (state) state.textContent = answer.message;
      }).catch(function () {
        underway = false;
        dirty = true;
        if (state) state.textContent = state.dataset.failed;
      });
    }
    form.addEventListener("input", function () {
      dirty = true;
      window.clearTimeout(timer);
      timer = window.setTimeout(function () { save(); }, 3000);
    });
    form.addEventListener("change", function () {
      dirty = true;
      save();
    });
    form.addEventListener("focusout", function () { save(); });
    document.addEventListener("visibilitychange", function () {
      if (document.visibilityState === "hidden") save(true);
    });
  }

  function prepare(root) {
    root.querySelectorAll("form[data-draft]:not([data-draft-watched])").forEach(function (form) {
      form.dataset.draftWatched = "1";
      watchDraft(form);
    });
    root.querySelectorAll("[data-print]").forEach(function (button) {
      button.hidden = false;
      button.addEventListener("click", function () { window.print(); });
    });
    root.querySelectorAll("[data-copy]").forEach(function (button) {
      button.hidden = false;
      button.addEventListener("click", function () {
        var source = document.getElementById(button.dataset.copy);
        navigator.clipboard.writeText(source.textContent.trim()).then(function () {
          button.textContent = button.dataset.copied;
        });
      });
    });
    focusFirst(root);
  }
  prepare(document);
  document.addEventListener("htmx:afterSwap", function (event) { prepare(event.target); });
})();
