import type { ForgeOutcome } from "../../forge/forge-outcome.ts";
import type { FoldReviewsWish, SettleWish } from "../../forge/forge-port.ts";
import { hasMark, markText } from "../../forge/marked-text.ts";

export const OUR_ACCOUNT = "catalyst[bot]";

export interface MemoryText {
  /** Of those that people wrote. */
  id?: string;
  number: number;
  author: string;
  body: string;
  /** Of a review: what stands at lines. */
  inline: { file: string; line: number; body: string; isSettled?: boolean; answers?: string[] }[];
  /** Of a review. */
  isFolded?: boolean;
}

export function isOurs(text: MemoryText, { number, mark }: { number: number; mark: string }): boolean {
  return text.number === number && text.author === OUR_ACCOUNT && hasMark(mark, text.body);
}

export function settleThreads(
  reviews: readonly MemoryText[],
  { number, settled, repo }: SettleWish,
): ForgeOutcome<{ urls: string[] }> {
  const ours = reviews.filter((one) => one.number === number && one.author === OUR_ACCOUNT);
  const urls = settled.flatMap(({ began, answer }) => {
    const open = ours
      .flatMap(({ inline }) => inline)
      .filter((one) => hasMark(began, one.body) && one.isSettled !== true);
    for (const one of open) {
      one.isSettled = true;
      one.answers = [...(one.answers ?? []), markText(answer.mark, answer.body)];
    }
    return open.map(() => `${repo.url}/pull/${number}#answer-${answer.mark}`);
  });
  return { kind: "made", urls };
}

export function foldReviews(reviews: readonly MemoryText[], { number, mark }: FoldReviewsWish): ForgeOutcome<object> {
  const ours = reviews.filter((one) => one.number === number && one.author === OUR_ACCOUNT);
  for (const one of ours.filter(({ body }) => !hasMark(mark, body))) {
    one.isFolded = true;
  }
  return { kind: "made" };
}
