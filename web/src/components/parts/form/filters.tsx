"use client";

import { type ReactNode, useId } from "react";

/** Above a list: what of it is shown. */
export function Filters({ children }: { children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-5 py-2 max-sm:px-3.5">
      {children}
    </div>
  );
}

interface FilterChoiceProps {
  label: string;
  value: string;
  options: readonly { value: string; words: string }[];
  onChange: (value: string) => void;
}

export function FilterChoice({ label, value, options, onChange }: FilterChoiceProps) {
  const id = useId();
  return (
    <span className="flex items-center gap-1.5">
      <label htmlFor={id} className="text-ink-2">
        {label}
      </label>
      <select
        id={id}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="h-7 max-w-48 rounded-control border border-line bg-surface px-1.5 max-sm:h-11"
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.words}
          </option>
        ))}
      </select>
    </span>
  );
}

interface FilterTextProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
}

export function FilterText({ label, value, onChange }: FilterTextProps) {
  return (
    <input
      type="search"
      aria-label={label}
      placeholder={label}
      value={value}
      maxLength={200}
      onChange={(event) => onChange(event.target.value)}
      className="h-7 w-48 rounded-control border border-line bg-surface px-2 placeholder:text-ink-3 max-sm:h-11 max-sm:w-full"
    />
  );
}
