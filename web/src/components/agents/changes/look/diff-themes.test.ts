import { readFile } from "node:fs/promises";
import axe from "axe-core";
import { expect, test } from "vitest";
import { DIFF_GROUNDS, DIFF_SHEET } from "./diff-grounds.ts";
import { makeDiffTheme } from "./diff-themes.ts";

interface AxeColor {
  parseString(text: string): void;
}

interface AxeColors {
  Color: new () => AxeColor;
  getContrast(ground: AxeColor, color: AxeColor): number;
}

/** The very measure of axe, of which its types don't tell. */
const { Color, getContrast } = (axe.commons as unknown as { color: AxeColors }).color;
/** Of WCAG 2.2, AA, for text of this size. */
const ENOUGH = 4.5;

const sheet = await readFile(new URL("../../../../app/globals.css", import.meta.url), "utf8");
const BLOCKS = { light: ":root", dark: ".dark" } as const;

for (const shade of ["light", "dark"] as const) {
  test(`every colour of code is read on every ground of a diff in the ${shade} theme`, async () => {
    const { settings, fg } = await makeDiffTheme(shade);
    const colors = new Set([fg, ...settings.map(({ settings: { foreground } }) => foreground)]);
    colors.delete(undefined);
    expect(colors.size).toBeGreaterThan(10);
    expect(tooFaint(shade, colors as Set<string>, DIFF_GROUNDS)).toEqual([]);
  });

  test(`the numbers of lines are read in the ${shade} theme`, () => {
    expect([
      ...tooFaint(shade, [tokenOf(shade, "--ink-3")], ["--bg"]),
      ...tooFaint(shade, [tokenOf(shade, "--ok")], ["--diff-plus"]),
      ...tooFaint(shade, [tokenOf(shade, "--bad")], ["--diff-minus"]),
    ]).toEqual([]);
  });
}

test("a diff's own sheet knows the grounds that are measured, and no others", () => {
  const used = new Set(DIFF_SHEET.match(/var\(--(?:bg|diff-)[\w-]*\)/g)?.map((one) => one.slice(4, -1)));
  expect([...used].toSorted()).toEqual([...DIFF_GROUNDS].toSorted());
});

function tooFaint(shade: keyof typeof BLOCKS, colors: Iterable<string>, grounds: readonly string[]): string[] {
  return [...colors].flatMap((color) =>
    grounds.flatMap((ground) => {
      const contrast = getContrast(colorOf(tokenOf(shade, ground)), colorOf(color));
      return contrast >= ENOUGH ? [] : [`${color} on ${ground}: ${contrast.toFixed(2)}`];
    }),
  );
}

function tokenOf(shade: keyof typeof BLOCKS, name: string): string {
  const block = sheet.slice(sheet.indexOf(`\n${BLOCKS[shade]} {`));
  const value = block.slice(0, block.indexOf("}")).match(new RegExp(`\\s${name}: ([^;]+);`))?.[1];
  if (value === undefined) {
    throw new Error(`${BLOCKS[shade]} has no ${name}.`);
  }
  return value;
}

function colorOf(text: string) {
  const color = new Color();
  color.parseString(text);
  return color;
}
