// @vitest-environment node
import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";

const folder = resolve(process.cwd(), "src/styles");
const sheets = readdirSync(folder)
  .filter((file) => file.endsWith(".css"))
  .map((file) => [file, readFileSync(resolve(folder, file), "utf8").replace(/\/\*.*?\*\//gs, "")] as const);
const all = sheets.map(([, css]) => css).join("\n");

/** The declarations of a sheet that name a side, which in a right-to-left language would be the wrong one. */
function physical(css: string): string[] {
  const side = /^(?:(?:margin|padding|border|inset|scroll-\w+)-)?(?:left|right|top|bottom)(?:-|$)/;
  const size = /^(?:(?:min|max)-)?(?:width|height)$/;
  const corner = /^border-(?:top|bottom)-(?:left|right)-radius$/;
  const found: string[] = [];
  for (const [declaration, name = "", value = ""] of css.matchAll(/([\w-]+)\s*:\s*([^;{}]+);/g)) {
    const [, right, , left] = value.trim().split(/\s+(?![^(]*\))/);
    const uneven =
      /^(?:margin|padding|inset|border-width)$/.test(name) && left !== undefined && left !== right;
    const word =
      /^(?:text-align|float|clear|background-position)$/.test(name) && /\b(?:left|right)\b/.test(value);
    if (side.test(name) || size.test(name) || corner.test(name) || uneven || word) found.push(declaration);
  }
  return found;
}

describe("the styles", () => {
  it.each(sheets)("of %s name no side but start and end", (_, css) => {
    expect(physical(css)).toEqual([]);
  });

  it("would be found out if they did", () => {
    const wrong = ["margin-left: 1px", "left: 0", "width: 2em", "max-height: 1px", "text-align: right"];
    wrong.push("padding: 1px 2px 3px 4px", "border-top-left-radius: 1px", "border-top: 0");
    for (const each of wrong) expect(physical(`a { ${each}; }`), each).toHaveLength(1);
    expect(physical("a { padding: 1px 2px 3px 2px; inset: 0; color: red; }")).toEqual([]);
  });

  it("mirror what moves sideways", () => {
    for (const [rule] of all.matchAll(/[^{}]*\{[^{}]*translateX\((?!0)[^{}]*\}/g)) {
      const selector = rule.slice(0, rule.indexOf("{")).trim();
      expect(selector.startsWith('[dir="rtl"]') || all.includes(`[dir="rtl"] ${selector} {`), selector).toBe(
        true,
      );
    }
  });

  it("move nothing for who wants less motion, and are big enough for a finger", () => {
    expect(all).toContain("@media (prefers-reduced-motion: reduce)");
    expect(all).toMatch(/@media \(pointer: coarse\) \{\s*button,[^{}]*\{\s*min-block-size: 44px/);
  });
});

const [light = new Map<string, string>(), dark = light] = [...all.matchAll(/:root \{(.*?)\n\s*\}/gs)].map(
  ([, block = ""]) =>
    new Map(
      [...block.matchAll(/--([\w-]+): (#[0-9a-f]{6})/g)].map(([, name = "", value = ""]) => [name, value]),
    ),
);

function luminance(colour = "#000000"): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string | undefined, other: string | undefined): number {
  const [bright = 0, dim = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (bright + 0.05) / (dim + 0.05);
}

describe.each([
  ["light", light],
  ["dark", dark],
])("the %s theme", (_, colours) => {
  it.each([
    ["text", "ground raised sunken accent-soft warn-soft bad-soft"],
    ["muted", "ground raised sunken accent-soft"],
    ["accent", "ground raised accent-soft"],
    ["accent-text", "accent"],
    ["bad", "bad-soft"],
  ])("can be read: %s on %s", (ink, grounds) => {
    for (const ground of grounds.split(" "))
      expect(contrast(colours.get(ink), colours.get(ground)), ground).toBeGreaterThan(4.5);
  });
});
