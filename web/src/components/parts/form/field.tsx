import { type ComponentProps, type ReactNode, useId } from "react";
import { classNames } from "../class-names.ts";
import { controlLook } from "./control-look.ts";
import { useTypedBefore } from "./use-typed-before.ts";

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

type TextFieldProps = Omit<ComponentProps<"input">, "id" | "children" | "ref"> & Pick<FieldProps, "label" | "hint">;

/** One line that is typed. */
export function TextField({ label, hint, className, ...input }: TextFieldProps) {
  const control = useTypedBefore(input.onChange);
  return (
    <Field label={label} hint={hint} className={className}>
      {(ids) => (
        <input type="text" {...input} {...ids} ref={control} className={classNames(controlLook, "w-full min-w-0")} />
      )}
    </Field>
  );
}
