import type { Gathered } from "../../forge/subject/gathered.ts";
import type { Subject } from "../../forge/subject/subject.ts";

/** An issue of a maintainer's, or a pull request where there is a change, about which nothing else was written. */
export function gatheredOf(
  subject: Pick<Subject, "number" | "title" | "text"> & Partial<Subject>,
  more: Partial<Omit<Gathered, "subject">> = {},
): Gathered {
  const { number, change = null } = subject;
  return {
    subject: {
      ...{ kind: change === null ? "issue" : "pull_request", url: `https://forge.example/acme/shop/${number}` },
      ...{ author: { id: "7", login: "ada" }, isOpen: true, isLocked: false, isArchived: false, ...subject, change },
    },
    ...{ author: { id: "7", login: "ada", class: "maintainer" }, editedAt: null, titles: [], pieces: [] },
    unread: { minimised: 0, bots: 0, resolved: 0, beyond: 0 },
    ...more,
  };
}
