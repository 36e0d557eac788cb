//! The default colours.

/// A calm stylesheet for pictures, for light, dark and print.
///
/// Colours are custom properties with fallbacks: set `--ink`, `--ink-soft`, `--paper`, `--card`,
/// `--rule`, `--accent`, `--good`, `--warn`, `--bad`, `--warn-soft` or `--bad-soft` on the page to
/// change them. Without them, the picture follows `prefers-color-scheme`. Printed, it is dark on
/// white whatever the page sets. Wrap a picture in `<div class="jm-picture-scroll">` to let it
/// keep a legible size on a narrow screen and scroll sideways.
pub const CSS: &str = "\
.jm-picture {
  --jm-ink: var(--ink, #1b1f24); --jm-soft: var(--ink-soft, #57606a);
  --jm-paper: var(--paper, #ffffff); --jm-card: var(--card, var(--paper, #f6f8fa));
  --jm-rule: var(--rule, #7d8792); --jm-accent: var(--accent, #0b57d0);
  --jm-good: var(--good, #1a7f37); --jm-warn: var(--warn, #8f5a00); --jm-bad: var(--bad, #b3261e);
  --jm-warn-soft: var(--warn-soft, var(--card, var(--paper, #f8f1e3))); --jm-bad-soft: var(--bad-soft, var(--card, var(--paper, #fbeceb)));
  display: block; max-width: 100%; height: auto; margin-inline: auto;
  font-family: var(--font, system-ui, -apple-system, \"Segoe UI\", Roboto, \"Helvetica Neue\", Arial, sans-serif);
}
@media (prefers-color-scheme: dark) {
  .jm-picture {
    --jm-ink: var(--ink, #e6e9ed); --jm-soft: var(--ink-soft, #a7b0ba);
    --jm-paper: var(--paper, #14171b); --jm-card: var(--card, var(--paper, #1f242a));
    --jm-rule: var(--rule, #828c97); --jm-accent: var(--accent, #8ab4f8);
    --jm-good: var(--good, #6cc481); --jm-warn: var(--warn, #e3b341); --jm-bad: var(--bad, #ff8a80);
    --jm-warn-soft: var(--warn-soft, var(--card, var(--paper, #2c271b))); --jm-bad-soft: var(--bad-soft, var(--card, var(--paper, #33211f)));
  }
}
.jm-node { --jm-line: var(--jm-rule); --jm-fill: var(--jm-card); }
.jm-tone-good { --jm-line: var(--jm-good); }
.jm-tone-warn { --jm-line: var(--jm-warn); --jm-fill: var(--jm-warn-soft); }
.jm-tone-bad { --jm-line: var(--jm-bad); --jm-fill: var(--jm-bad-soft); }
.jm-tone-muted { --jm-fill: var(--jm-paper); }
.jm-outline { fill: var(--jm-fill); stroke: var(--jm-line); stroke-width: 1.25; stroke-linejoin: round; }
.jm-tone-bad .jm-outline { stroke-width: 2.25; }
.jm-tone-muted .jm-outline { stroke-dasharray: 3 3; }
.jm-badge { fill: var(--jm-line); }
.jm-sign { fill: none; stroke: var(--jm-paper); stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
.jm-label { fill: var(--jm-ink); font-weight: 600; }
.jm-caption, .jm-notice { fill: var(--jm-soft); }
.jm-tone-muted .jm-label { fill: var(--jm-soft); font-weight: 500; }
.jm-ring { fill: none; stroke: var(--jm-accent); stroke-width: 2.5; stroke-linejoin: round; }
.jm-edge { --jm-line: var(--jm-rule); }
.jm-edge-focus { --jm-line: var(--jm-ink); }
.jm-wire { fill: none; stroke: var(--jm-line); stroke-width: 1.4; }
.jm-edge-focus .jm-wire { stroke-width: 1.8; }
.jm-line-dashed .jm-wire { stroke-dasharray: 6 4; }
.jm-line-dotted .jm-wire { stroke-dasharray: 0.1 4.5; stroke-linecap: round; stroke-width: 2; }
.jm-arrow { fill: var(--jm-line); }
.jm-tick { fill: none; stroke: var(--jm-rule); stroke-width: 1; stroke-dasharray: 1 4; }
.jm-level { fill: none; stroke: var(--jm-rule); stroke-width: 1; }
.jm-down { fill: var(--jm-bad); }
.jm-on-bar { fill: var(--jm-paper); font-weight: 600; }
.jm-worse { fill: var(--jm-warn-soft); stroke: var(--jm-warn); stroke-width: 1; }
.jm-stripes { fill: none; stroke: var(--jm-warn); stroke-width: 9; stroke-dasharray: 2 4; }
.jm-fault { fill: none; stroke: var(--jm-ink); stroke-width: 1.5; stroke-dasharray: 5 3; }
.jm-ever { fill: var(--jm-ink); }
.jm-mark { fill: none; stroke: var(--jm-ink); stroke-width: 1.5; }
.jm-halo { fill: none; stroke: var(--jm-paper); stroke-width: 6; }
.jm-missed { stroke-width: 3; }
.jm-flag { fill: var(--jm-ink); font-weight: 600; paint-order: stroke; stroke: var(--jm-paper); stroke-width: 3; stroke-linejoin: round; }
.jm-verdict { fill: var(--jm-ink); }
.jm-broken { fill: var(--jm-bad); font-weight: 600; }
.jm-edge:hover { --jm-line: var(--jm-accent); }
.jm-edge-label { fill: var(--jm-soft); paint-order: stroke; stroke: var(--jm-paper); stroke-width: 5; stroke-linejoin: round; }
.jm-link { text-decoration: none; outline: none; }
.jm-link:hover .jm-outline { stroke: var(--jm-accent); }
.jm-link:focus-visible .jm-outline { stroke: var(--jm-accent); stroke-width: 4; stroke-dasharray: none; }
.jm-link:hover .jm-label, .jm-link:focus-visible .jm-label { text-decoration: underline; }
@media screen and (max-width: 48em) {
  .jm-picture-scroll { overflow-x: auto; }
  .jm-picture-scroll > .jm-picture { max-width: none; }
}
@media (forced-colors: active) {
  .jm-picture {
    --jm-ink: CanvasText; --jm-soft: CanvasText; --jm-paper: Canvas; --jm-card: Canvas; --jm-rule: CanvasText;
    --jm-accent: Highlight; --jm-good: CanvasText; --jm-warn: CanvasText; --jm-bad: CanvasText;
    --jm-warn-soft: Canvas; --jm-bad-soft: Canvas; forced-color-adjust: none;
  }
}
@media print {
  .jm-picture {
    --jm-ink: #000; --jm-soft: #333; --jm-paper: #fff; --jm-card: #fff; --jm-rule: #555;
    --jm-accent: #000; --jm-good: #222; --jm-warn: #222; --jm-bad: #000;
    --jm-warn-soft: #fff; --jm-bad-soft: #fff;
    max-height: 25cm; break-inside: avoid;
  }
}
";
