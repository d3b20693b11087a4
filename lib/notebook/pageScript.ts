/** Runs before anything is painted: the colours the reader chose. */
export const themeScript: string = `
try { var chosen = localStorage.getItem("numerical-homotopy-theme"); } catch (e) {}
if (chosen === "dark" || chosen === "light") document.documentElement.dataset.theme = chosen;
`;

/**
 * What a page of the appendix does in the browser: the switch between light and dark, the mark
 * in the list of sections, answers unfolded on paper, and the figures.
 *
 * A figure is drawn when it comes near the window, one after the other, and takes the still
 * picture's place when it is complete; if drawing fails, the picture stays. Of the figures
 * that hold a WebGL context at most eight are kept, the nearest; the others show their picture
 * again until they come back, with the view the reader had turned them to.
 */
export const pageScript: string = `
(function () {
  "use strict";
  var root = document.documentElement;
  var button = document.querySelector(".theme");
  var system = matchMedia("(prefers-color-scheme: dark)");
  function isDark() { return root.dataset.theme ? root.dataset.theme === "dark" : system.matches; }
  function nameButton() {
    button.textContent = isDark() ? "Light" : "Dark";
    button.setAttribute("aria-label", isDark() ? "Switch to light colours" : "Switch to dark colours");
  }
  button.hidden = false;
  nameButton();
  system.addEventListener("change", nameButton);
  button.addEventListener("click", function () {
    root.dataset.theme = isDark() ? "light" : "dark";
    nameButton();
    try { localStorage.setItem("numerical-homotopy-theme", root.dataset.theme); } catch (e) {}
  });

  var sections = document.querySelector("details.sections");
  if (sections && !matchMedia("(min-width: 72rem)").matches) sections.open = false;
  var links = Array.from(document.querySelectorAll(".sections a"));
  var headings = links.map(function (link) {
    return document.getElementById(decodeURIComponent(link.hash.slice(1)));
  });
  function markSection() {
    var at = -1;
    headings.forEach(function (heading, i) {
      if (heading && heading.getBoundingClientRect().top < 140) at = i;
    });
    links.forEach(function (link, i) {
      if (i === at) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
  }
  var waiting = false;
  addEventListener("scroll", function () {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(function () { waiting = false; markSection(); });
  }, { passive: true });
  markSection();

  var unfolded = [];
  addEventListener("beforeprint", function () {
    unfolded = Array.from(document.querySelectorAll("article details:not([open])"));
    unfolded.forEach(function (details) { details.open = true; });
  });
  addEventListener("afterprint", function () {
    unfolded.forEach(function (details) { details.open = false; });
  });

  var limit = 8, narrow = 560;
  var places = Array.from(document.querySelectorAll(".figure[data-height]")).map(function (element) {
    var card = element.querySelector(".card");
    return {
      element: element, card: card, picture: card.firstElementChild, plot: null, layout: null,
      gl: element.hasAttribute("data-gl"), near: false, failed: false, small: false
    };
  });
  if (!window.Plotly || !window.IntersectionObserver || !places.length) return;

  function distance(place) {
    var box = place.element.getBoundingClientRect();
    return Math.max(box.top - innerHeight, -box.bottom);
  }
  function clear(place, keepLayout) {
    if (keepLayout) place.layout = place.plot.layout;
    else place.layout = null;
    Plotly.purge(place.plot);
    place.plot.remove();
    place.plot = null;
    place.picture.hidden = false;
    place.card.style.minHeight = "";
  }
  function makeRoom() {
    var open = places.filter(function (place) { return place.gl && place.plot; });
    open.sort(function (a, b) { return distance(b) - distance(a); });
    while (open.length >= limit) clear(open.shift(), true);
  }
  function wrap(text, width) {
    var lines = [""];
    String(text).split(" ").forEach(function (word) {
      var last = lines[lines.length - 1];
      if (last && (last + " " + word).replace(/<[^>]*>/g, "").length > width) lines.push(word);
      else lines[lines.length - 1] = last ? last + " " + word : word;
    });
    return lines.join("<br>");
  }
  function merge(into, key, more) { into[key] = Object.assign({}, into[key], more); }
  function panels(layout) {
    return Object.keys(layout).some(function (key) {
      var axis = layout[key] || {}, domain = axis.domain && (axis.domain.x || axis.domain);
      return /^(xaxis|scene)/.test(key) && Array.isArray(domain) && domain[1] - domain[0] < 0.7;
    });
  }
  // On a phone: smaller letters, a title in several lines, the colour bar above and the legend
  // below the plot, and in 3-D the eye further off.
  function fit(figure, width) {
    var layout = figure.layout;
    merge(layout, "font", { size: Math.min((layout.font && layout.font.size) || 12, 11) });
    var title = layout.title, rows = 0;
    if (title && title.text) {
      merge(title, "font", { size: 13 });
      title.text = wrap(title.text, Math.floor(width / 7.5));
      rows = title.text.split("<br>").length;
    }
    var margin = layout.margin || {};
    // Titles of panels stand on the uppermost one.
    var headed = (layout.annotations || []).some(function (a) {
      return a.yref === "paper" && a.yanchor === "bottom" && a.y >= 0.99;
    });
    merge(layout, "margin", {
      l: margin.l < 48 ? margin.l : 48, r: margin.r < 12 ? margin.r : 12,
      t: Math.max(24, rows * 17 + 22) + (headed ? 20 : 0)
    });
    if (layout.showlegend !== false)
      merge(layout, "legend", {
        orientation: "h", x: 0, xanchor: "left", y: 0, yref: "container", yanchor: "bottom", font: { size: 11 },
        title: { text: "" }
      });
    var barred = figure.data.filter(function (trace) { return trace.colorbar; });
    if (barred.length === 1) {
      merge(barred[0], "colorbar", {
        orientation: "h", x: 0.5, xanchor: "center", y: 1.01, yanchor: "bottom", len: 0.95,
        lenmode: "fraction", thickness: 10
      });
      if (barred[0].colorbar.title) merge(barred[0].colorbar, "title", { side: "top" });
    }
    Object.keys(layout).filter(function (key) { return /^scene/.test(key); }).forEach(function (key) {
      var camera = layout[key].camera || {}, eye = camera.eye || { x: 1.25, y: 1.25, z: 1.25 };
      merge(layout[key], "camera", Object.assign({}, camera, {
        eye: { x: eye.x * 1.5, y: eye.y * 1.5, z: eye.z * 1.5 }
      }));
    });
  }
  function draw(place) {
    if (place.plot || place.failed || !place.near) return;
    if (place.gl) makeRoom();
    var width = place.card.clientWidth - 2 * parseFloat(getComputedStyle(place.card).paddingLeft);
    var height = Number(place.element.dataset.height);
    var figure = JSON.parse(place.element.querySelector("script").textContent);
    place.small = width < narrow;
    figure.layout = place.layout || figure.layout || {};
    // Panels side by side keep a width at which they can be read: the card scrolls.
    var wide = place.small && panels(figure.layout);
    if (wide) width = 600;
    else if (place.small && !place.layout) fit(figure, width);
    if (place.small && !wide && height <= 620) height = Math.max(340, Math.min(height, Math.round(width * 1.25)));
    figure.layout.height = height;
    delete figure.layout.width;
    figure.config = Object.assign({ displaylogo: false }, figure.config, { responsive: true });
    var plot = place.plot = document.createElement("div");
    plot.className = "plot";
    plot.setAttribute("role", "group");
    plot.setAttribute("aria-label", place.picture.alt || place.picture.getAttribute("aria-label") || "Figure");
    plot.style.cssText = "position:absolute;visibility:hidden;width:" + width + "px;height:" + height + "px";
    place.card.appendChild(plot);
    return Promise.resolve().then(function () { return Plotly.newPlot(plot, figure); }).then(function () {
      if (place.plot !== plot) return;
      plot.style.cssText = "height:" + height + "px" + (wide ? ";width:" + width + "px" : "");
      place.picture.hidden = true;
      return Plotly.Plots.resize(plot);
    }).then(function () {
      // Above a colour bar that lies on top, Plotly moves the title out of the picture.
      var title = place.plot === plot && plot.querySelector(".gtitle");
      var out = title ? plot.getBoundingClientRect().top - title.getBoundingClientRect().top : 0;
      if (out > 0) return Plotly.relayout(plot, { "title.pad.t": out + 24 });
    }).catch(function (error) {
      if (place.plot !== plot) return;
      place.failed = true;
      clear(place, false);
      if (place.picture.className === "waiting")
        place.picture.textContent = "The figure could not be drawn: " + error.message;
    });
  }
  var queue = Promise.resolve();
  function enqueue(place) {
    queue = queue.then(function () {
      return new Promise(function (go) { setTimeout(go, 0); });
    }).then(function () { return draw(place); });
  }
  var observer = new IntersectionObserver(function (entries) {
    entries.forEach(function (entry) {
      var place = places.find(function (p) { return p.element === entry.target; });
      place.near = entry.isIntersecting;
      if (place.near) enqueue(place);
    });
  }, { rootMargin: "500px 0px" });
  places.forEach(function (place) { observer.observe(place.element); });

  var resized, pageWidth = innerWidth;
  addEventListener("resize", function () {
    clearTimeout(resized);
    resized = setTimeout(function () {
      // A phone's address bar comes and goes: only another width is another page.
      if (innerWidth === pageWidth) return;
      pageWidth = innerWidth;
      places.forEach(function (place) {
        var small = place.card.clientWidth < narrow;
        if (!place.plot) place.layout = null;
        else if (small || place.small) {
          clear(place, false);
          enqueue(place);
        }
      });
    }, 250);
  });
})();
`;
