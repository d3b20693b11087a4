// What is measured, from the built library; a few names are not public.
export * from "../dist/index.js";
export { encodeFigure } from "../dist/notebook/encodeFigure.js";
