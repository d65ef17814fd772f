import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const server = "http://localhost:5080";

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: "../wwwroot",
    // The folder lies outside this one, so it is not emptied unless asked.
    emptyOutDir: true,
    target: "es2023",
    rolldownOptions: {
      output: {
        // Libraries change more seldom than our code: browsers keep them over an upgrade.
        codeSplitting: {
          groups: [
            { name: "react", test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
            { name: "signalr", test: /node_modules[\\/]@microsoft[\\/]/ },
          ],
        },
      },
    },
  },
  server: {
    proxy: { "/api": server, "/hub": { target: server, ws: true } },
  },
  test: {
    environment: "jsdom",
    include: ["src/**/*.test.{ts,tsx}"],
  },
});
