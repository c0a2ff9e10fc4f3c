"use client";

import { useId } from "react";
import { classNames } from "../class-names.ts";
import { controlLook } from "./control-look.ts";

interface SelectProps<Value extends string> {
  label: string;
  /** Where what stands around it says it already: to a screen reader only. */
  isLabelHidden?: boolean;
  value: Value;
  onChange: (value: Value) => void;
  options: readonly { value: Value; label: string }[];
  disabled?: boolean;
  className?: string;
}

/** One of a few: the browser's own, which every keyboard and phone knows. */
export function Select<Value extends string>({
  label,
  isLabelHidden = false,
  value,
  onChange,
  options,
  disabled,
  className,
}: SelectProps<Value>) {
  const id = useId();
  return (
    <span className={classNames("flex flex-col gap-1", className)}>
      <label htmlFor={id} className={isLabelHidden ? "sr-only" : "font-medium"}>
        {label}
      </label>
      <select
        id={id}
        value={value}
        disabled={disabled}
        onChange={(event) => onChange(event.target.value as Value)}
        className={controlLook}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </span>
  );
}
