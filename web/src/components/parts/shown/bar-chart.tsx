interface BarChartProps {
  /** What it shows, in words: the numbers stand in a table beside it. */
  label: string;
  bars: readonly { name: string; parts: readonly { name: string; value: number }[] }[];
  words: (value: number) => string;
}

const HEIGHT = 160;
const STEP = 10;
const WIDTH = 7;
/** Shades of one colour: colours mean states. */
const SHADES = [1, 0.66, 0.42, 0.26, 0.15];

/** Stacked bars, one beside the other. */
export function BarChart({ label, bars, words }: BarChartProps) {
  const names = [...new Set(bars.flatMap(({ parts }) => parts.map(({ name }) => name)))].sort();
  const shadeOf = (name: string) => SHADES[Math.min(names.indexOf(name), SHADES.length - 1)];
  const most = Math.max(...bars.map(sumOf), 0);
  return (
    <figure className="flex flex-col gap-2">
      <div className="flex items-stretch gap-2">
        <span className="w-14 shrink-0 text-right text-xs text-ink-2">{words(most)}</span>
        <svg
          role="img"
          aria-label={label}
          viewBox={`0 0 ${Math.max(bars.length, 14) * STEP} ${HEIGHT}`}
          preserveAspectRatio="none"
          className="h-40 min-w-0 flex-1 border-b border-line text-accent"
        >
          {bars.map((bar, at) => (
            <Bar
              key={bar.name}
              bar={bar}
              x={at * STEP}
              scale={most === 0 ? 0 : HEIGHT / most}
              shadeOf={shadeOf}
              words={words}
            />
          ))}
        </svg>
      </div>
      <figcaption className="ml-16 flex flex-wrap justify-between gap-x-5 gap-y-1 text-xs text-ink-2">
        <span>
          {bars[0]?.name} to {bars.at(-1)?.name}
        </span>
        <span className="flex flex-wrap gap-x-4">
          {names.map((name) => (
            <span key={name} className="flex items-center gap-1.5 text-accent">
              <svg aria-hidden viewBox="0 0 10 10" className="size-2.5">
                <rect width="10" height="10" fill="currentColor" opacity={shadeOf(name)} />
              </svg>
              <span className="text-ink-2">{name}</span>
            </span>
          ))}
        </span>
      </figcaption>
    </figure>
  );
}

interface BarProps {
  bar: BarChartProps["bars"][number];
  x: number;
  scale: number;
  shadeOf: (name: string) => number | undefined;
  words: (value: number) => string;
}

function Bar({ bar, x, scale, shadeOf, words }: BarProps) {
  let top = HEIGHT;
  return (
    <g>
      <title>{`${bar.name}: ${words(sumOf(bar))}`}</title>
      {bar.parts.map(({ name, value }) => {
        const height = value * scale;
        top -= height;
        return (
          <rect key={name} x={x} y={top} width={WIDTH} height={height} fill="currentColor" opacity={shadeOf(name)} />
        );
      })}
    </g>
  );
}

function sumOf({ parts }: BarChartProps["bars"][number]): number {
  return parts.reduce((sum, { value }) => sum + value, 0);
}
