// Scripts for Python with GUDHI. Each prints CPU seconds, its input being in memory by then.

/** As its manual has it: the edges up to the enclosing radius, collapsed, then expanded. */
export const gudhiRips = `
import sys, time, numpy, gudhi
values, n = numpy.fromfile(sys.argv[1]), int(sys.argv[2])
square = numpy.zeros((n, n))
square[numpy.tril_indices(n, -1)] = values
square += square.T
start = time.process_time()
rips = gudhi.RipsComplex(distance_matrix=square, max_edge_length=square.max(axis=1).min())
tree = rips.create_simplex_tree(max_dimension=1)
tree.collapse_edges()
tree.expansion(2)
tree.compute_persistence(homology_coeff_field=2)
print(time.process_time() - start)
`;

/** Prints the distance, too. */
export const gudhiBottleneck = `
import sys, time, numpy, gudhi
a, b = numpy.fromfile(sys.argv[1]).reshape(2, 2, int(sys.argv[2])).transpose(0, 2, 1).copy()
gudhi.bottleneck_distance(a[:9], b[:9])
times = []
for _ in range(5):
    start = time.process_time()
    distance = gudhi.bottleneck_distance(a, b)
    times.append(time.process_time() - start)
print(sorted(times)[2], repr(distance))
`;

/** The values on squares instead of vertices, which is as much work. */
export const gudhiCubical = `
import sys, time, numpy, gudhi
side = int(sys.argv[2])
values = numpy.fromfile(sys.argv[1]).reshape(side, side)
start = time.process_time()
gudhi.CubicalComplex(top_dimensional_cells=values).compute_persistence()
print(time.process_time() - start)
`;
