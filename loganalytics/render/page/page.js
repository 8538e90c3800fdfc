"use strict";
/* The page is whole without this. It adds the values under the pointer, the chart by keyboard, and
   tables that scroll by keyboard in browsers that do not see to it. */
(function () {
  var chart = document.querySelector(".chart");
  if (chart) values(chart);
  document.querySelectorAll(".scroll").forEach(function (box) {
    if (box.scrollWidth > box.clientWidth) {
      box.tabIndex = 0;
      box.setAttribute("role", "group");
      box.setAttribute("aria-label", box.querySelector("caption").textContent);
    }
  });

  function values(chart) {
    var plot = chart.querySelector(".plot");
    var bars = plot.querySelectorAll(".bars > g");
    var texts = Array.from(bars, function (bar) {
      var title = bar.querySelector("title");
      title.remove(); // or the browser would show it a second time
      return title.textContent;
    });
    var tip = document.createElement("div");
    tip.className = "tip";
    tip.hidden = true;
    tip.setAttribute("aria-hidden", "true");
    chart.append(tip);

    var slider = document.createElement("input");
    slider.type = "range";
    slider.max = bars.length - 1;
    slider.value = bars.length - 1;
    slider.setAttribute("aria-label", "Values of the chart");
    chart.append(slider);

    var on = -1;
    function show(index) {
      if (on >= 0) bars[on].classList.remove("on");
      on = index;
      tip.hidden = index < 0;
      if (index < 0) return;
      bars[index].classList.add("on");
      var text = texts[index];
      var border = text.lastIndexOf(": ");
      var label = document.createElement("b");
      label.textContent = text.slice(0, border);
      tip.replaceChildren(label, text.slice(border + 2));
      var width = plot.getBoundingClientRect().width;
      var left = chart.clientWidth - width + ((index + 0.5) / bars.length) * width - tip.offsetWidth / 2;
      tip.style.left = Math.max(0, Math.min(left, chart.clientWidth - tip.offsetWidth)) + "px";
    }
    function told() {
      slider.setAttribute("aria-valuetext", texts[slider.value]);
    }
    function under(event) {
      var box = plot.getBoundingClientRect();
      var index = Math.floor(((event.clientX - box.left) / box.width) * bars.length);
      show(Math.max(0, Math.min(bars.length - 1, index)));
    }
    plot.addEventListener("pointermove", under);
    plot.addEventListener("pointerdown", under);
    plot.addEventListener("pointerleave", function (event) {
      if (event.pointerType === "mouse") show(-1);
    });
    slider.addEventListener("input", function () {
      told();
      show(+slider.value);
    });
    slider.addEventListener("focus", function () {
      show(+slider.value);
    });
    slider.addEventListener("blur", function () {
      show(-1);
    });
    told();
  }
})();
