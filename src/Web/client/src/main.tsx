import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { start } from "./state/start";
import "./styles/base.css";
import "./styles/layout.css";
import "./styles/list.css";
import "./styles/messages.css";
import "./styles/composer.css";
import { App } from "./ui/App";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has lost its root element.");

start();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
