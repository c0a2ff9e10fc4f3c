import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps } from "react";
import { classNames } from "../class-names.ts";

/** How what acts looks, a button or a link. */
export const buttonLook = cva(
  "inline-flex shrink-0 items-center justify-center gap-2 rounded-control border font-medium whitespace-nowrap select-none disabled:opacity-50 aria-disabled:opacity-50",
  {
    variants: {
      tone: {
        plain: "border-line bg-surface text-ink hover:bg-sunken",
        primary: "border-transparent bg-accent text-on-accent hover:opacity-90",
        danger: "border-line bg-surface text-bad hover:bg-sunken",
        quiet: "border-transparent bg-transparent text-ink-2 hover:bg-sunken hover:text-ink",
      },
      size: {
        normal: "h-7 px-2.5 max-sm:h-11 max-sm:px-4",
        icon: "size-7 max-sm:size-11",
      },
    },
    defaultVariants: { tone: "plain", size: "normal" },
  },
);

type ButtonProps = ComponentProps<"button"> & VariantProps<typeof buttonLook>;

export function Button({ tone, size, className, type = "button", ...rest }: ButtonProps) {
  return <button type={type} className={classNames(buttonLook({ tone, size }), className)} {...rest} />;
}
