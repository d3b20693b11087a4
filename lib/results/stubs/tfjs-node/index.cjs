// Stands in for `@tensorflow/tfjs-node`, which danfojs-node 1.2.0 loads for the arithmetic of whole
// DataFrames. The real package compiles or downloads 300 MB of TensorFlow and brings security advisories.
//
// What the table functions need is here, in float64 where TensorFlow.js used float32: vectors and
// matrices of numbers, element-wise arithmetic with broadcasting, transpose, argMax and argMin.
// Everything else throws one sentence that names it.

function unavailable(name) {
  throw new Error(
    `danfojs-node: tensorflow.${name} is not supported here, danfojs is used for tables only.`,
  );
}

/** The shape that two shapes broadcast to: equal lengths, or 1, counted from the last axis. */
function broadcastShape(a, b) {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const m = a[axis - rank + a.length] ?? 1;
    const n = b[axis - rank + b.length] ?? 1;
    if (m !== n && m !== 1 && n !== 1)
      throw new RangeError(`tensor: shapes [${a}] and [${b}] do not fit together`);
    return m === 1 ? n : m;
  });
}

/** A scalar (shape []), vector (shape [n]) or matrix (shape [m, n]) of float64 numbers. */
class Tensor {
  constructor(values, shape) {
    this.values = values; // row-major
    this.shape = shape;
    this.rank = shape.length;
    this.size = values.length;
  }

  /** Element (i, j) of this tensor seen as a matrix, axes of length 1 repeated. */
  at(i, j) {
    const columns = this.shape[this.rank - 1] ?? 1;
    const rows = this.rank < 2 ? 1 : this.shape[0];
    return this.values[(rows === 1 ? 0 : i * columns) + (columns === 1 ? 0 : j)];
  }

  combine(other, operation) {
    const that = other instanceof Tensor ? other : new Tensor([other], []);
    const shape = broadcastShape(this.shape, that.shape);
    const columns = shape[shape.length - 1] ?? 1;
    const rows = shape.length < 2 ? 1 : shape[0];
    const values = Array.from({ length: rows * columns }, (_, k) => {
      const [i, j] = [Math.floor(k / columns), k % columns];
      return operation(this.at(i, j), that.at(i, j));
    });
    return new Tensor(values, shape);
  }

  add(other) {
    return this.combine(other, (x, y) => x + y);
  }

  sub(other) {
    return this.combine(other, (x, y) => x - y);
  }

  mul(other) {
    return this.combine(other, (x, y) => x * y);
  }

  div(other) {
    return this.combine(other, (x, y) => x / y);
  }

  divNoNan(other) {
    return this.combine(other, (x, y) => (y === 0 ? 0 : x / y));
  }

  pow(other) {
    return this.combine(other, (x, y) => x ** y);
  }

  // The remainder takes the sign of the divisor, as in TensorFlow and Python.
  mod(other) {
    return this.combine(other, (x, y) => ((x % y) + y) % y);
  }

  clone() {
    return new Tensor([...this.values], [...this.shape]);
  }

  transpose() {
    if (this.rank < 2) return this.clone();
    const [rows, columns] = this.shape;
    const values = Array.from(this.values, (_, k) => this.at(k % rows, Math.floor(k / rows)));
    return new Tensor(values, [columns, rows]);
  }

  argMax() {
    if (this.rank !== 1) unavailable("argMax of a matrix");
    const best = this.values.reduce((b, x, i) => (x > this.values[b] ? i : b), 0);
    return new Tensor([best], []);
  }

  argMin() {
    if (this.rank !== 1) unavailable("argMin of a matrix");
    const best = this.values.reduce((b, x, i) => (x < this.values[b] ? i : b), 0);
    return new Tensor([best], []);
  }

  arraySync() {
    if (this.rank === 0) return this.values[0];
    if (this.rank === 1) return [...this.values];
    const [rows, columns] = this.shape;
    return Array.from({ length: rows }, (_, i) =>
      this.values.slice(i * columns, (i + 1) * columns),
    );
  }

  async array() {
    return this.arraySync();
  }

  dataSync() {
    return Float64Array.from(this.values);
  }

  dispose() {}
}

for (const name of ["mean", "sum", "max", "min", "sqrt", "matMul", "dot", "reshape"])
  Tensor.prototype[name] = () => unavailable(`Tensor.${name}`);

const number = (x) => {
  if (typeof x === "string") throw new TypeError(`tensor: needs numbers, got "${x}"`);
  return x === null || x === undefined ? Number.NaN : Number(x);
};

function scalar(value) {
  return new Tensor([number(value)], []);
}

function tensor1d(values) {
  return new Tensor(Array.from(values, number), [values.length]);
}

function tensor2d(values, shape = [values.length, values[0]?.length ?? 0]) {
  const flat = Array.from(values).flat().map(number);
  if (flat.length !== shape[0] * shape[1])
    throw new RangeError(`tensor2d: ${flat.length} values do not fill the shape [${shape}]`);
  return new Tensor(flat, shape);
}

const offered = { Tensor, scalar, tensor1d, tensor2d };

/** Names that the module system and inspectors ask for must stay absent, every other one explains. */
module.exports = new Proxy(offered, {
  get(target, name) {
    if (name in target || typeof name === "symbol") return target[name];
    if (["__esModule", "default", "then", "toJSON", "inspect", "constructor"].includes(name))
      return undefined;
    return unavailable(name);
  },
});
