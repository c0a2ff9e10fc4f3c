import { Refusal } from "../door/refusal.ts";

/** 422 with a sentence, as GitHub refuses what is wrong with a review. */
export function refuseReview(message: string): Refusal {
  return new Refusal(422, "Unprocessable Entity", { body: { errors: [message] } });
}
