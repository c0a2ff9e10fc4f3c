import type { Writable } from "node:stream";
import { styleText } from "node:util";

/** What the demo shows. */
export interface Show {
  line(text: string): void;
  heading(text: string): void;
  /** What somebody wrote at GitHub, as they wrote it, without marks that GitHub doesn't show. */
  quote(text: string): void;
  diff(text: string): void;
}

const COLORS = { "+": "green", "-": "red", "@": "cyan" } as const;

export function createShow(stream: Writable): Show {
  const styled = (style: Parameters<typeof styleText>[0], text: string) => styleText(style, text, { stream });
  const line = (text: string) => void stream.write(`${text}\n`);
  return {
    line,
    heading: (text) => line(`\n${styled("bold", text)}`),
    quote(text) {
      for (const each of text
        .replaceAll(/<!--[\s\S]*?-->\n?/g, "")
        .trim()
        .split("\n")) {
        line(`  │ ${each}`.trimEnd());
      }
    },
    diff(text) {
      for (const each of text.trimEnd().split("\n")) {
        const color = COLORS[each[0] as keyof typeof COLORS];
        line(`  ${color === undefined ? each : styled(color, each)}`.trimEnd());
      }
    },
  };
}
