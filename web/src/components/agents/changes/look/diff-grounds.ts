/** What text of a diff stands on: tokens of ours, not the mixtures of the theme, on which no contrast can be promised. */
export const DIFF_GROUNDS = ["--bg", "--diff-plus", "--diff-minus", "--diff-plus-word", "--diff-minus-word"] as const;

/** The sheet that a diff gets into its own part of the page, where only what is inherited reaches. */
export const DIFF_SHEET = `
  :host { --diffs-bg: var(--bg); --diffs-fg: var(--ink); --diffs-fg-number: var(--ink-3); }
  [data-line-type=change-addition] {
    --diffs-computed-diff-line-bg: var(--diff-plus);
    --diffs-bg-addition-emphasis: var(--diff-plus-word);
  }
  [data-line-type=change-deletion] {
    --diffs-computed-diff-line-bg: var(--diff-minus);
    --diffs-bg-deletion-emphasis: var(--diff-minus-word);
  }
  [data-line-type=change-addition]:is([data-column-number]) { color: var(--ok); }
  [data-line-type=change-deletion]:is([data-column-number]) { color: var(--bad); }
  [data-no-newline] span { opacity: 1; }
`;
