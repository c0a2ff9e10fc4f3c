/** How what is typed into, or chosen from, looks. */
export const controlLook =
  "h-8 rounded-control border border-line bg-surface px-2 text-ink placeholder:text-ink-3 disabled:bg-sunken disabled:text-ink-2 max-sm:h-11";
