import { registerCustomTheme, resolveTheme } from "@pierre/diffs";

type Shade = "light" | "dark";

/** Names of the themes of code in a diff, once `registerDiffThemes` was called. */
export const DIFF_THEMES = { light: "catalyst-light", dark: "catalyst-dark" } as const;

/** Whose colours ours are: each that is too faint on a line that was added or removed is replaced by one of the same hue. */
const BASES = { light: "pierre-light", dark: "pierre-dark" } as const;

const REPLACED: Record<Shade, Record<string, string>> = {
  light: {
    "#737373": "#626262",
    "#199f43": "#007212",
    "#1ca1c7": "#006a8e",
    "#d5a910": "#835a00",
    "#d5901c": "#935200",
    "#d32a61": "#bf1453",
    "#d47628": "#a24800",
    "#636363": "#626262",
    "#a631be": "#9933af",
    "#08c0ef": "#006994",
    "#1a85d4": "#0063b0",
    "#d5512f": "#b5330b",
    "#18a46c": "#00713d",
    "#17a5af": "#006d77",
    "#16a994": "#006f5d",
  },
  dark: {
    "#737373": "#a6a6a6",
    "#636363": "#a6a6a6",
    "#a3a3a3": "#a6a6a6",
    "#ff678d": "#ff7b9f",
    "#9d6afb": "#be90ff",
    "#d568ea": "#e57dfa",
  },
};

/** A theme as the diff's highlighter takes it, every colour of which is read on every ground of a diff. */
export async function makeDiffTheme(shade: Shade) {
  const { textmate } = await resolveTheme(BASES[shade]);
  if (textmate === undefined) {
    throw new Error(`The theme ${BASES[shade]} isn't one of the diff's highlighter.`);
  }
  const settings = textmate.settings.map((rule) => {
    const color = rule.settings.foreground?.toLowerCase();
    const foreground = color === undefined ? undefined : (REPLACED[shade][color] ?? color);
    return { ...rule, settings: { ...rule.settings, ...(foreground === undefined ? {} : { foreground }) } };
  });
  return { ...textmate, name: DIFF_THEMES[shade], settings };
}

let isRegistered = false;

/** Call it before the first diff is drawn. */
export function registerDiffThemes(): void {
  if (!isRegistered) {
    isRegistered = true;
    registerCustomTheme(DIFF_THEMES.light, () => makeDiffTheme("light"));
    registerCustomTheme(DIFF_THEMES.dark, () => makeDiffTheme("dark"));
  }
}
