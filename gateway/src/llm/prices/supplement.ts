import type { CredentialProvider } from "@catalyst/core";
import type { Provider } from "@pydantic/genai-prices";

/** Above so many tokens of input a request costs more, in all its parts. */
const LONG = 272_000;
const tiered = (base: number, long: number) => ({ base, tiers: [{ start: LONG, price: long }] });

/**
 * List prices that the data lacks, of models that the agents use by themselves.
 * https://developers.openai.com/api/docs/models/gpt-6.1-sol
 */
export const SUPPLEMENT: Partial<Record<CredentialProvider, Provider>> = {
  openai: {
    id: "openai",
    name: "OpenAI",
    api_pattern: "",
    models: [
      {
        id: "gpt-6.1-sol",
        match: { or: [{ equals: "gpt-6.1-sol" }, { regex: "^gpt-6\\.1-sol-\\d{4}-\\d{2}-\\d{2}$" }] },
        context_window: 1_050_000,
        prices: {
          input_mtok: tiered(2, 4),
          cache_read_mtok: tiered(0.1, 0.2),
          cache_write_mtok: tiered(2.5, 5),
          output_mtok: tiered(10, 15),
        },
      },
    ],
  },
};
