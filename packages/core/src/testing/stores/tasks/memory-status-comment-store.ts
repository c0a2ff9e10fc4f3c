import type { StatusComment } from "../../../status-comment/post/status-comment.ts";
import type { StatusCommentStore } from "../../../status-comment/post/status-comment-store.ts";
import { isSettled } from "../../../task/task-state.ts";
import type { Memory } from "../memory.ts";
import { noteChange } from "./memory-task-change-store.ts";

export function memoryStatusCommentStore(memory: Memory): StatusCommentStore {
  const { statusComments } = memory;
  return {
    get: async (taskId) => statusComments.get(taskId) ?? null,
    async begin(taskId, after) {
      const before = statusComments.get(taskId) ?? { ...notPosted(taskId), sequence: after };
      if (before.sequence !== after) {
        return null;
      }
      const begun = { ...before, sequence: before.sequence + 1 };
      statusComments.set(taskId, begun);
      return begun;
    },
    async note(comment) {
      if (statusComments.get(comment.taskId)?.sequence === comment.sequence) {
        statusComments.set(comment.taskId, comment);
        noteUrl(memory, comment);
      }
    },
    async countLive(repoId) {
      const account = accountOf(memory.repos.get(repoId)?.url ?? "");
      return [...statusComments.keys()].filter((taskId) => {
        const task = memory.tasks.get(taskId);
        const repo = memory.repos.get(task?.repoId ?? "");
        return task !== undefined && !isSettled(task.status) && accountOf(repo?.url ?? "") === account;
      }).length;
    },
  };
}

function notPosted(taskId: string): StatusComment {
  return {
    ...{ taskId, round: 1, sequence: 0, url: null, digest: null, isLast: false, madeAt: null, editedAt: null },
    ...{ isDeleted: false, isMadeAgain: false, isFolded: true },
  };
}

function accountOf(url: string): string {
  return url.split("/").slice(0, 4).join("/");
}

function noteUrl(memory: Memory, { taskId, url }: StatusComment): void {
  const task = memory.tasks.get(taskId);
  const executions = [...memory.executions.values()].filter((one) => one.taskId === taskId);
  const newest = executions.at(-1);
  if (url === null || task === undefined || newest === undefined) {
    return;
  }
  const result = task.resultPayload;
  if (result !== null && !result.commentsPosted.includes(url)) {
    const resultPayload = { ...result, commentsPosted: [...result.commentsPosted, url] };
    memory.tasks.set(taskId, { ...task, resultPayload });
  }
  if (!executions.some(({ commentsPosted }) => commentsPosted.includes(url))) {
    memory.executions.set(newest.id, { ...newest, commentsPosted: [...newest.commentsPosted, url] });
    noteChange(memory, { taskId, actor: null, body: { type: "comment_posted", executionId: newest.id } });
  }
}
