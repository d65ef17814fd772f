import { messages } from "../messages";
import { chooseModel } from "../state/outbox";
import { useApp } from "../state/store";

export function ModelSelect() {
  const models = useApp((state) => state.models);
  const chosen = useApp((state) => state.view.session?.model ?? state.newModel ?? "");
  const binned = useApp((state) => state.view.session?.binned ?? false);
  const known = models.some((model) => model.name === chosen);
  return (
    <label className="model-select">
      <span className="visually-hidden">{messages.model}</span>
      <select
        data-testid="model-select"
        value={chosen}
        disabled={models.length === 0 || binned}
        title={models.find((model) => model.name === chosen)?.description}
        onChange={(event) => void chooseModel(event.target.value)}
      >
        {!known && <option value={chosen}>{chosen}</option>}
        {models.map((model) => (
          <option key={model.name} value={model.name}>
            {model.label}
          </option>
        ))}
      </select>
    </label>
  );
}
