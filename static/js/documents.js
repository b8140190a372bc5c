// Shows how far an upload is. Without it the form posts as any other.
for (const form of document.querySelectorAll("form[data-upload]")) {
  form.addEventListener("submit", (event) => {
    const files = form.querySelector("input[type=file]").files;
    if (!files.length || form.dataset.sending) return;
    event.preventDefault();
    form.dataset.sending = "yes";
    const button = form.querySelector("button:not([type=button])");
    const bar = document.createElement("progress");
    bar.max = 1;
    bar.setAttribute("aria-label", button.textContent);
    button.disabled = true;
    button.after(bar);
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", (step) => {
      if (step.lengthComputable) bar.value = step.loaded / step.total;
    });
    const giveUp = () => {
      bar.remove();
      button.disabled = false;
      form.submit(); // the browser's own error page says what is wrong with the connection
    };
    request.addEventListener("error", giveUp);
    request.addEventListener("load", () => {
      const next = request.getResponseHeader("HX-Redirect");
      if (next) {
        const there = new URL(next, location.href);
        if (there.pathname !== location.pathname) return location.assign(there);
        location.hash = there.hash;
        return location.reload();
      }
      // What is wrong comes as the form's own page: show its form here.
      const page = new DOMParser().parseFromString(request.responseText, "text/html");
      const said = page.querySelector("form[enctype]");
      if (!said) return giveUp();
      form.replaceChildren(...said.childNodes);
      const summary = page.querySelector(".error-summary");
      if (summary) form.prepend(summary);
      // Good files among the bad ones were kept, and said so.
      document.getElementById("messages").replaceChildren(...page.getElementById("messages").childNodes);
      delete form.dataset.sending;
      form.querySelector("[aria-invalid], .is-invalid, input[type=file]").focus();
    });
    request.open("POST", form.action);
    request.setRequestHeader("HX-Request", "true"); // the answer names the next page instead of following it
    request.send(new FormData(form));
  });
}
