// Handwriting on a touch screen: what is drawn goes as a PNG into the form's own file field. Without this script a
// scan or a photo is uploaded instead.
(function () {
  "use strict";
  var form = document.querySelector("form[data-signing]");
  var box = form && form.querySelector("[data-signature]");
  var pad = box && box.querySelector("canvas");
  if (!pad || !pad.getContext || !window.DataTransfer || !pad.toBlob) return;
  var pen = pad.getContext("2d");
  var file = form.querySelector("input[name=files]");
  var upload = file.closest(".field");
  var drawn = false;
  var last = null;

  function touch() {
    var chosen = form.querySelector("input[name=how]:checked");
    return Boolean(chosen) && chosen.value === "touch";
  }

  function show() {
    box.hidden = !touch();
    upload.hidden = touch();
    if (touch()) form.querySelectorAll("input[name=signers]:checked").forEach(function (one, n) { if (n) one.checked = false; });
  }

  function clear() {
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, pad.width, pad.height);
    pen.strokeStyle = "#111";
    pen.lineWidth = 4;
    pen.lineCap = pen.lineJoin = "round";
    drawn = false;
    file.value = "";
  }

  function at(event) {
    var area = pad.getBoundingClientRect();
    return [((event.clientX - area.left) * pad.width) / area.width, ((event.clientY - area.top) * pad.height) / area.height];
  }

  pad.addEventListener("pointerdown", function (event) {
    event.preventDefault();
    pad.setPointerCapture(event.pointerId);
    last = at(event);
  });
  pad.addEventListener("pointermove", function (event) {
    if (!last) return;
    event.preventDefault();
    var next = at(event);
    pen.beginPath();
    pen.moveTo(last[0], last[1]);
    pen.lineTo(next[0], next[1]);
    pen.stroke();
    last = next;
    drawn = true;
    box.querySelector("[data-empty]").hidden = true;
  });
  ["pointerup", "pointercancel"].forEach(function (type) {
    pad.addEventListener(type, function () { last = null; });
  });
  box.querySelector("[data-clear]").addEventListener("click", clear);
  form.addEventListener("change", function (event) {
    if (event.target.name === "how") show();
    if (event.target.name === "signers" && event.target.checked && touch()) {
      form.querySelectorAll("input[name=signers]").forEach(function (one) { if (one !== event.target) one.checked = false; });
    }
  });

  var ready = false;
  form.addEventListener("submit", function (event) {
    if (ready || !touch()) return;
    event.preventDefault();
    if (!drawn) {
      box.querySelector("[data-empty]").hidden = false;
      return;
    }
    pad.toBlob(function (blob) {
      var carrier = new DataTransfer();
      carrier.items.add(new File([blob], "signature.png", { type: "image/png" }));
      file.files = carrier.files;
      ready = true;
      form.requestSubmit();
    }, "image/png");
  });

  clear();
  if (window.matchMedia("(pointer: coarse)").matches && form.querySelectorAll("input[name=signers]:checked").length === 1) {
    form.querySelector("input[name=how][value=touch]").checked = true;
  }
  show();
})();
