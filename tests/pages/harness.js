// Opens one page after another in a frame, looks at it, and leaves what it saw in the document.
const loaded = (element) => new Promise((done) => element.addEventListener("load", done, { once: true }));
const short = (element) => element.outerHTML.slice(0, 200);

async function look(page) {
  const frame = document.createElement("iframe");
  frame.style.width = "1200px";
  frame.style.height = "900px";
  document.body.append(frame);
  const opened = loaded(frame);
  frame.src = encodeURI(page);
  await opened;
  const seen = { page, ...described(frame.contentDocument, frame.contentWindow) };
  if (AXE) {
    const script = frame.contentDocument.createElement("script");
    const ready = loaded(script);
    script.src = AXE;
    frame.contentDocument.head.append(script);
    await ready;
    const { violations } = await frame.contentWindow.axe.run({ resultTypes: ["violations"] });
    seen.violations = violations.map((one) => ({
      rule: one.id,
      impact: one.impact,
      nodes: one.nodes.slice(0, 3).map((node) => node.html.slice(0, 200)),
    }));
  }
  frame.style.width = "360px";
  const root = frame.contentDocument.documentElement;
  if (root.scrollWidth > root.clientWidth) {
    seen.too_wide = [root.scrollWidth, ...widest(root)];
  }
  seen.ran_script = Boolean(frame.contentWindow.pwned || window.pwned);
  frame.remove();
  return seen;
}

function described(doc, view) {
  for (const folded of doc.querySelectorAll("details")) folded.open = true;
  const all = [...doc.querySelectorAll("*")];
  const attributes = (element) => [...element.attributes];
  const links = [...doc.querySelectorAll("a[href]")];
  return {
    dark: view.matchMedia("(prefers-color-scheme: dark)").matches,
    title: doc.title,
    words: doc.body.textContent,
    ids: all.map((element) => element.id).filter(Boolean),
    links: links.map((link) => link.getAttribute("href")),
    active: all
      .filter(
        (element) =>
          /^(script|iframe|object|embed|form|input|base|audio|video|foreignObject)$/i.test(element.localName) ||
          attributes(element).some(
            ({ name, value }) => /^on/i.test(name) || name === "srcdoc" || /^[\s\u0000-\u001f]*javascript:/i.test(value),
          ),
      )
      .map(short),
    fetched: all
      .filter((element) =>
        attributes(element).some(
          ({ name, value }) =>
            /^(src|srcset|poster|data|background|(xlink:)?href)$/i.test(name) &&
            element.localName !== "a" &&
            !/^(#|data:)/i.test(value),
        ),
      )
      .map(short),
  };
}

// The innermost elements that stick out on the right, those that nothing scrolls if there are any.
function widest(root) {
  const out = [...root.querySelectorAll("body *")].filter(
    (element) => element.getBoundingClientRect().right > root.clientWidth + 0.5,
  );
  const free = out.filter((element) => !scrolls(element) || getComputedStyle(element).position === "absolute");
  return (free.length > 0 ? free : out).filter((element) => !out.some((other) => other !== element && element.contains(other))).slice(0, 3).map(short);
}

function scrolls(element) {
  for (let up = element.parentElement; up; up = up.parentElement) {
    if (/auto|scroll|hidden/.test(getComputedStyle(up).overflowX)) return true;
  }
  return false;
}

(async () => {
  const seen = [];
  for (const page of PAGES) {
    seen.push(await look(page).catch((error) => ({ page, error: String(error) })));
  }
  const results = document.createElement("pre");
  results.id = "results";
  // Escaped, so that nothing in it is markup.
  results.textContent = JSON.stringify(seen).replace(/[<>&\u007f-\uffff]/g, (c) => "\\u" + c.charCodeAt(0).toString(16).padStart(4, "0"));
  document.body.append(results);
})();
