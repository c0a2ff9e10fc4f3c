import { type ComponentProps, useId } from "react";
import { useTypedBefore } from "./use-typed-before.ts";

type TextAreaProps = Omit<ComponentProps<"textarea">, "id" | "className" | "ref"> & { label: string };

/** Lines that are typed; it grows with them. */
export function TextArea({ label, ...area }: TextAreaProps) {
  const id = useId();
  const control = useTypedBefore(area.onChange);
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-[550]">
        {label}
      </label>
      <textarea
        rows={5}
        {...area}
        ref={control}
        id={id}
        className="field-sizing-content max-h-[60dvh] min-h-28 w-full resize-y rounded-composer border border-line bg-surface px-3 py-2 placeholder:text-ink-3"
      />
    </div>
  );
}
