// AssemblyScript, pooling. Addresses are in bytes; lanes, a multiple of 4, in elements. Windows are
// size × size and do not overlap; what is chosen of them is counted ky·size + kx.

/** Ones where x is to take the place of the largest so far: it is larger, or the first NaN. */
function larger<F>(x: v128, largest: v128): v128 {
  return v128.andnot(v128.eq<F>(largest, largest), v128.ge<F>(largest, x));
}

export function maxPool<F>(
  input: usize,
  output: usize,
  chosen: usize,
  channels: usize,
  height: usize,
  width: usize,
  size: usize,
  lanes: usize,
): void {
  const place = lanes * sizeof<F>();
  const row = width * place;
  const rows = height / size;
  const columns = width / size;
  for (let c: usize = 0; c < channels; c++, input += height * row)
    for (let y: usize = 0; y < rows; y++) {
      let first = input + y * size * row;
      for (let x: usize = 0; x < columns; x++, first += size * place) {
        if (size === 2) largestOfFour<F>(first, row, place, output, chosen);
        else largestOf<F>(first, row, place, output, chosen, size);
        output += place;
        chosen += place;
      }
    }
}

/** Two pairs, then theirs: the first of equal ones wins each time. */
function largestOfFour<F>(
  first: usize,
  row: usize,
  place: usize,
  output: usize,
  chosen: usize,
): void {
  const one = v128.splat<F>(1);
  const two = v128.splat<F>(2);
  for (let n: usize = 0; n < place; n += 16) {
    const at = first + n;
    const a = v128.load(at);
    const b = v128.load(at + place);
    const c = v128.load(at + row);
    const d = v128.load(at + row + place);
    const second = larger<F>(b, a);
    const fourth = larger<F>(d, c);
    const upper = v128.bitselect(b, a, second);
    const lower = v128.bitselect(d, c, fourth);
    const below = larger<F>(lower, upper);
    v128.store(output + n, v128.bitselect(lower, upper, below));
    const index = v128.and(v128.bitselect(fourth, second, below), one);
    v128.store(chosen + n, v128.add<F>(index, v128.and(below, two)));
  }
}

function largestOf<F>(
  first: usize,
  row: usize,
  place: usize,
  output: usize,
  chosen: usize,
  size: usize,
): void {
  const one = v128.splat<F>(1);
  for (let n: usize = 0; n < place; n += 16) {
    let largest = v128.load(first + n);
    let index = v128.splat<F>(0);
    let k = index;
    for (let ky: usize = 0; ky < size; ky++)
      for (let kx: usize = 0; kx < size; kx++) {
        const x = v128.load(first + ky * row + kx * place + n);
        const better = larger<F>(x, largest);
        largest = v128.bitselect(x, largest, better);
        index = v128.bitselect(k, index, better);
        k = v128.add<F>(k, one);
      }
    v128.store(output + n, largest);
    v128.store(chosen + n, index);
  }
}

export function pick<F>(
  input: usize,
  chosen: usize,
  output: usize,
  channels: usize,
  height: usize,
  width: usize,
  size: usize,
  lanes: usize,
): void {
  const one = v128.splat<F>(1);
  const place = lanes * sizeof<F>();
  const row = width * place;
  const rows = height / size;
  const columns = width / size;
  for (let c: usize = 0; c < channels; c++, input += height * row)
    for (let y: usize = 0; y < rows; y++) {
      let first = input + y * size * row;
      for (let x: usize = 0; x < columns; x++, first += size * place) {
        for (let n: usize = 0; n < place; n += 16) {
          const index = v128.load(chosen + n);
          let picked = v128.splat<F>(0);
          let k = picked;
          for (let ky: usize = 0; ky < size; ky++)
            for (let kx: usize = 0; kx < size; kx++) {
              const here = v128.load(first + ky * row + kx * place + n);
              picked = v128.or(picked, v128.and(here, v128.eq<F>(index, k)));
              k = v128.add<F>(k, one);
            }
          v128.store(output + n, picked);
        }
        output += place;
        chosen += place;
      }
    }
}

export function spread<F>(
  gradient: usize,
  chosen: usize,
  result: usize,
  channels: usize,
  height: usize,
  width: usize,
  size: usize,
  lanes: usize,
): void {
  const zero = v128.splat<F>(0);
  const one = v128.splat<F>(1);
  const two = v128.splat<F>(2);
  const three = v128.splat<F>(3);
  const place = lanes * sizeof<F>();
  const row = width * place;
  const rows = height / size;
  const columns = width / size;
  for (let c: usize = 0; c < channels; c++, result += height * row) {
    clearAround(result, rows * size, columns * size, height, row, place);
    for (let y: usize = 0; y < rows; y++) {
      let first = result + y * size * row;
      for (let x: usize = 0; x < columns; x++, first += size * place) {
        if (size === 2) {
          for (let n: usize = 0; n < place; n += 16) {
            const g = v128.load(gradient + n);
            const index = v128.load(chosen + n);
            const at = first + n;
            v128.store(at, v128.and(g, v128.eq<F>(index, zero)));
            v128.store(at + place, v128.and(g, v128.eq<F>(index, one)));
            v128.store(at + row, v128.and(g, v128.eq<F>(index, two)));
            v128.store(at + row + place, v128.and(g, v128.eq<F>(index, three)));
          }
        } else {
          let k = zero;
          for (let ky: usize = 0; ky < size; ky++)
            for (let kx: usize = 0; kx < size; kx++) {
              const at = first + ky * row + kx * place;
              for (let n: usize = 0; n < place; n += 16) {
                const here = v128.eq<F>(v128.load(chosen + n), k);
                v128.store(at + n, v128.and(v128.load(gradient + n), here));
              }
              k = v128.add<F>(k, one);
            }
        }
        gradient += place;
        chosen += place;
      }
    }
  }
}

/** Zeros in the rows and columns of a channel that no window reaches. */
function clearAround(
  channel: usize,
  rows: usize,
  columns: usize,
  height: usize,
  row: usize,
  place: usize,
): void {
  const used = columns * place;
  if (used < row)
    for (let y: usize = 0; y < rows; y++) memory.fill(channel + y * row + used, 0, row - used);
  memory.fill(channel + rows * row, 0, (height - rows) * row);
}

export function averagePool<F>(
  input: usize,
  output: usize,
  channels: usize,
  height: usize,
  width: usize,
  size: usize,
  lanes: usize,
): void {
  const area = v128.splat<F>(<F>(size * size));
  const place = lanes * sizeof<F>();
  const row = width * place;
  const rows = height / size;
  const columns = width / size;
  for (let c: usize = 0; c < channels; c++, input += height * row)
    for (let y: usize = 0; y < rows; y++) {
      let first = input + y * size * row;
      for (let x: usize = 0; x < columns; x++, first += size * place) {
        for (let n: usize = 0; n < place; n += 16) {
          let sum = v128.splat<F>(0);
          for (let ky: usize = 0; ky < size; ky++)
            for (let kx: usize = 0; kx < size; kx++)
              sum = v128.add<F>(sum, v128.load(first + ky * row + kx * place + n));
          v128.store(output + n, v128.div<F>(sum, area));
        }
        output += place;
      }
    }
}

export function averageSpread<F>(
  gradient: usize,
  result: usize,
  channels: usize,
  height: usize,
  width: usize,
  size: usize,
  lanes: usize,
): void {
  const area = v128.splat<F>(<F>(size * size));
  const place = lanes * sizeof<F>();
  const row = width * place;
  const rows = height / size;
  const columns = width / size;
  for (let c: usize = 0; c < channels; c++, result += height * row) {
    clearAround(result, rows * size, columns * size, height, row, place);
    for (let y: usize = 0; y < rows; y++) {
      let first = result + y * size * row;
      for (let x: usize = 0; x < columns; x++, first += size * place) {
        for (let n: usize = 0; n < place; n += 16) {
          const part = v128.div<F>(v128.load(gradient + n), area);
          for (let ky: usize = 0; ky < size; ky++)
            for (let kx: usize = 0; kx < size; kx++)
              v128.store(first + ky * row + kx * place + n, part);
        }
        gradient += place;
      }
    }
  }
}
