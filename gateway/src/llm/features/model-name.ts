import type { Rule } from "./rule.ts";

/** Models that search or fetch by themselves, whichever provider serves them. */
const REACHING = /(?:^|[-/_.:@])(online|search|sonar|deep-research|compound|browse|browsing|research)(?:$|[-/_.:@])/i;
/** Variants of a model at OpenRouter that are the model itself: faster, cheaper, longer. */
const VARIANTS = new Set(["free", "nitro", "floor", "thinking", "extended", "exacto", "beta"]);

/** A model that answers from what it is sent. Refused are the names that are known to do more. */
export const modelName: Rule = (value, report) => {
  if (typeof value !== "string") {
    report.beyond("model.untyped");
    return;
  }
  const [, word] = REACHING.exec(value) ?? [];
  if (word !== undefined) {
    report.beyond(`model.${word.toLowerCase()}`);
  }
};

/** At OpenRouter what follows a colon, a preset or one of its own routers may add tools and other models. */
export const openRouterModelName: Rule = (value, report) => {
  modelName(value, report);
  const name = String(value);
  const variant = /:([^:/]*)$/.exec(name)?.[1]?.toLowerCase();
  if (variant !== undefined && !VARIANTS.has(variant)) {
    report.beyond(`model.${variant}`);
  }
  if (name.includes("@")) {
    report.beyond("model.preset");
  }
  if (/^openrouter\//i.test(name)) {
    report.beyond(`model.${name.toLowerCase()}`);
  }
};
