import { picturedTexts } from "../../prompt/images/pictured-texts.ts";
import { type ToldImages, tellImages } from "../../prompt/images/tell-images.ts";
import { arrangePieces } from "../../prompt/pieces/arrange-pieces.ts";
import type { ContextPiece } from "../../task/context-piece.ts";
import type { Step } from "../step.ts";
import { findForgeNow } from "./find-forge-now.ts";

const UNREAD: ToldImages = { text: "The images that these texts show couldn't be read.", files: [] };

/**
 * The images of the texts that the agent is told, read now: they aren't stored with the task. Where the forge can't show them they are
 * named, and nothing waits for them.
 */
export async function readImages(step: Step, news: readonly ContextPiece[] | null): Promise<ToldImages> {
  const { task, repo } = step;
  const { body } = task.contextPayload;
  const { shown } = arrangePieces(news === null ? task.contextPayload : { title: "", body: "", pieces: [...news] });
  const texts = picturedTexts(news === null ? body : "", shown);
  const numbers = texts.length === 0 ? [] : await listNumbers(step);
  if (numbers.length === 0) {
    return tellImages([]);
  }
  const forge = await findForgeNow(step);
  const outcome = await forge?.readImages({ repo, numbers, texts });
  return outcome?.kind === "made" ? tellImages(outcome.images) : UNREAD;
}

/** What the task is about, then what it has proposed: their texts are told. */
async function listNumbers({ task, deps }: Step): Promise<number[]> {
  const results = (await deps.executions.listForTask(task.id)).map(({ result }) => result?.publication);
  const own = results.findLast((publication) => publication?.kind === "pull_request")?.number;
  return [...new Set([task.sourceNumber, own].filter((number) => number != null))];
}
