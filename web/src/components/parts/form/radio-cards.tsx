import { type ReactNode, useId } from "react";

interface RadioCard<Value extends string> {
  value: Value;
  title: string;
  detail?: ReactNode;
}

interface RadioCardsProps<Value extends string> {
  legend: string;
  value: Value;
  onChange: (value: Value) => void;
  cards: readonly RadioCard<Value>[];
}

/** One of a few that need a word each: the browser's own buttons, so that arrow keys go through them. */
export function RadioCards<Value extends string>({ legend, value, onChange, cards }: RadioCardsProps<Value>) {
  const name = useId();
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 font-[550]">{legend}</legend>
      <div className="grid grid-cols-[repeat(auto-fill,minmax(200px,1fr))] gap-2 max-sm:grid-cols-1">
        {cards.map((card) => (
          <label
            key={card.value}
            className="flex min-h-11 cursor-pointer items-start gap-2 rounded-box border border-line bg-surface px-3 py-2 hover:bg-sunken has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              name={name}
              value={card.value}
              checked={card.value === value}
              onChange={() => onChange(card.value)}
              className="mt-1 accent-accent outline-none"
            />
            <span className="min-w-0">
              <span className="block font-[550]">{card.title}</span>
              {card.detail === undefined ? null : <span className="block text-xs text-ink-2">{card.detail}</span>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
