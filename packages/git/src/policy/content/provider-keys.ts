import type { rules } from "@secretlint/secretlint-rule-preset-recommend";

/**
 * What keys look like of which the preset knows only the exact form of a year: those of the providers, Google's, and tokens of
 * three parts (RFC 7519). Each pattern reads a letter a bounded number of times.
 */
const PATTERNS: readonly RegExp[] = [
  /AIza[A-Za-z0-9_-]{35}/g,
  /(?<![A-Za-z0-9_-])(?:AQ\.Ab[A-Za-z0-9_-]{40,200}|ya29\.[A-Za-z0-9_-]{50,2000}|GOCSPX-[A-Za-z0-9_-]{28})/g,
  /sk-(?:proj|svcacct|admin)-[A-Za-z0-9_-]{40,200}/g,
  /(?<![A-Za-z0-9_-])sk-[A-Za-z0-9]{40,64}(?![A-Za-z0-9_-])/g,
  /sk-or-v1-[0-9a-f]{64}/g,
  /sk-ant-[a-z]{2,10}\d\d-[A-Za-z0-9_-]{60,200}/g,
  /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{10,8000}\.eyJ[A-Za-z0-9_-]{10,8000}\.[A-Za-z0-9_-]{20,2000}/g,
];

/** Of each; secretlint sorts what it is told. */
const MAX_FOUND = 1000;

const MESSAGES = { found: { en: () => "found a key" } };

/** A rule of secretlint's. */
export const PROVIDER_KEYS: (typeof rules)[number] = {
  messages: MESSAGES,
  meta: { id: "provider-keys", type: "scanner", recommended: true, supportedContentTypes: ["text"] },
  create(context) {
    const t = context.createTranslator(MESSAGES);
    return {
      file({ content }) {
        for (const [start, end] of PATTERNS.flatMap((pattern) => findRanges(content, pattern))) {
          context.report({ message: t("found"), range: [start, end] });
        }
      },
    };
  },
};

function findRanges(content: string, pattern: RegExp): [start: number, end: number][] {
  const ranges: [number, number][] = [];
  for (const { 0: key, index } of content.matchAll(pattern)) {
    if (ranges.push([index, index + key.length]) >= MAX_FOUND) {
      break;
    }
  }
  return ranges;
}
