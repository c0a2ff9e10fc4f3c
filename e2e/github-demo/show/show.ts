import { styleText } from "node:util";

/** What the demo shows. */
export interface Show {
  line(text: string): void;
  heading(text: string): void;
  /** What somebody wrote at GitHub, as they wrote it, without marks that GitHub doesn't show. */
  quote(text: string): void;
  diff(text: string): void;
  /** What goes on until that, or something else, is said to be done: on a terminal with the time that it takes. */
  doing(text: string): void;
  done(): void;
}

/** Where it is shown. */
interface Shown {
  isTTY?: boolean;
  write(text: string): unknown;
}

const COLORS = { "+": "green", "-": "red", "@": "cyan" } as const;
const TICK_MILLISECONDS = 200;

export function createShow(stream: NodeJS.WriteStream): Show {
  const styled = (style: Parameters<typeof styleText>[0], text: string) => styleText(style, text, { stream });
  const status = createStatus(stream, (text) => styled("dim", text));
  const line = (text: string) => {
    status.clear();
    stream.write(`${text}\n`);
  };
  return {
    line,
    doing: status.begin,
    done: status.end,
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

/** One line that is drawn anew while something goes on; where nothing can be drawn over, it is said once. */
export function createStatus(stream: Shown, dim: (text: string) => string) {
  let ticker: NodeJS.Timeout | undefined;
  const clear = () => void (stream.isTTY === true && ticker !== undefined && stream.write("\r\u001b[K"));
  const end = () => {
    clear();
    clearInterval(ticker);
    ticker = undefined;
  };
  return {
    clear,
    end,
    begin(text: string) {
      end();
      if (stream.isTTY !== true) {
        stream.write(`${dim(`  ${text} …`)}\n`);
        return;
      }
      const startedAt = Date.now();
      const draw = () =>
        stream.write(`\r${dim(`  ${text} … ${Math.round((Date.now() - startedAt) / 1000)} s`)}\u001b[K`);
      ticker = setInterval(draw, TICK_MILLISECONDS);
      draw();
    },
  };
}
