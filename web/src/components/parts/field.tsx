import { type ComponentProps, type ReactNode, useId } from "react";
import { classNames } from "./class-names.ts";

/** How what is typed into, or chosen from, looks. */
export const inputLook =
  "h-8 w-full min-w-0 rounded-control border border-line bg-surface px-2 placeholder:text-ink-3 disabled:opacity-60 max-sm:h-11";

interface FieldProps {
  label: string;
  hint?: ReactNode;
  className?: string;
  children: (control: { id: string; "aria-describedby": string | undefined }) => ReactNode;
}

/** What something typed or chosen is called, and what is to be known of it. */
export function Field({ label, hint, className, children }: FieldProps) {
  const id = useId();
  const hintId = `${id}-hint`;
  return (
    <div className={classNames("flex min-w-0 flex-col gap-1", className)}>
      <label htmlFor={id} className="font-[550]">
        {label}
      </label>
      {children({ id, "aria-describedby": hint === undefined ? undefined : hintId })}
      {hint === undefined ? null : (
        <p id={hintId} className="text-xs text-ink-2">
          {hint}
        </p>
      )}
    </div>
  );
}

type TextFieldProps = Omit<ComponentProps<"input">, "id" | "children"> & Pick<FieldProps, "label" | "hint">;

/** One line that is typed. */
export function TextField({ label, hint, className, ...input }: TextFieldProps) {
  return (
    <Field label={label} hint={hint} className={className}>
      {(control) => <input type="text" {...input} {...control} className={inputLook} />}
    </Field>
  );
}
