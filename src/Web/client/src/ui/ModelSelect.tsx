import { messages } from "../messages";
import { chooseModel } from "../state/outbox";
import { useApp } from "../state/store";
import type { ModelView } from "../wire/wire.generated";

export function ModelSelect() {
  const models = useApp((state) => state.models);
  const chosen = useApp((state) => state.view.session?.model ?? state.newModel ?? "");
  const binned = useApp((state) => state.view.session?.binned ?? false);
  const model = models.find((each) => each.name === chosen);
  const providers = [...new Set(models.map((each) => each.provider))];
  return (
    <label className="model-select">
      <span className="visually-hidden">{messages.model}</span>
      <select
        data-testid="model-select"
        value={chosen}
        disabled={models.length === 0 || binned}
        title={model && factsOf(model)}
        onChange={(event) => void chooseModel(event.target.value)}
      >
        {!model && <option value={chosen}>{chosen}</option>}
        {providers.map((provider) => (
          <optgroup key={provider} label={provider}>
            {models
              .filter((each) => each.provider === provider)
              .map((each) => (
                <option
                  key={each.name}
                  value={each.name}
                  disabled={each.state === "unavailable"}
                  title={factsOf(each)}
                >
                  {each.reason === null ? each.label : messages.unavailableModel(each.label, each.reason)}
                </option>
              ))}
          </optgroup>
        ))}
      </select>
    </label>
  );
}

function factsOf(model: ModelView): string {
  const { context, price, images, resting } = messages.modelFacts;
  return [
    model.description,
    model.contextTokens !== null && context(model.contextTokens),
    model.inputPrice !== null && model.outputPrice !== null && price(model.inputPrice, model.outputPrice),
    model.seesImages && images,
    model.state === "resting" && resting,
  ]
    .filter((fact) => fact !== false && fact !== "")
    .join("\n");
}
