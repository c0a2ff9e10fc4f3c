import { z } from "zod";

const PRICE = /^([^\s,=]{1,255})=(\d{1,6}(?:\.\d{1,6})?)\/(\d{1,6}(?:\.\d{1,6})?)$/;

/**
 * What a model costs, in an owner's words: `qwen3=0.5/2`, US dollars for a million tokens in and out. In the model's place
 * stands its provider (`ollama=0/0`) for all models of it that aren't named.
 */
export const ModelPrice = z
  .string("must be a model and its price")
  .regex(PRICE, "must be a model or provider and its US dollars for a million tokens in and out, such as qwen3=0.5/2");

export interface PricePerMillion {
  /** A model's or a provider's. */
  name: string;
  inputUsd: number;
  outputUsd: number;
}

/** Of text that is no `ModelPrice` there is no price: null. */
export function readModelPrice(text: string): PricePerMillion | null {
  const [, name, input, output] = PRICE.exec(text) ?? [];
  return name === undefined ? null : { name, inputUsd: Number(input), outputUsd: Number(output) };
}
