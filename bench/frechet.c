/* The full dynamic programmes for all pairs of paths, plainly written: what `bench -- paths` is
 * compared with.
 *
 *   program <frechet | warping> <paths> <vertices> <dim> < coordinates
 *
 * reads float64 coordinates, path after path, and prints a line "<CPU seconds> <sum of the
 * distances>".
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double least(double a, double b) { return a < b ? a : b; }
static double most(double a, double b) { return a > b ? a : b; }

static double squared(const double *a, const double *b, int dim) {
  double sum = 0;
  for (int k = 0; k < dim; k++) sum += (a[k] - b[k]) * (a[k] - b[k]);
  return sum;
}

/* row[j]: the shortest squared leash that reaches (i, j). */
static double frechet(const double *p, const double *q, int n, int dim, double *row) {
  for (int i = 0; i < n; i++) {
    double diagonal = INFINITY;
    for (int j = 0; j < n; j++) {
      double below = i > 0 ? row[j] : INFINITY;
      double left = j > 0 ? row[j - 1] : INFINITY;
      double arrive = i + j > 0 ? least(left, least(below, diagonal)) : 0;
      row[j] = most(arrive, squared(p + i * dim, q + j * dim, dim));
      diagonal = below;
    }
  }
  return sqrt(row[n - 1]);
}

/* row[j]: the least sum of distances that reaches (i, j). */
static double warping(const double *p, const double *q, int n, int dim, double *row) {
  for (int i = 0; i < n; i++) {
    double diagonal = INFINITY;
    for (int j = 0; j < n; j++) {
      double below = i > 0 ? row[j] : INFINITY;
      double left = j > 0 ? row[j - 1] : INFINITY;
      double arrive = i + j > 0 ? least(left, least(below, diagonal)) : 0;
      row[j] = arrive + sqrt(squared(p + i * dim, q + j * dim, dim));
      diagonal = below;
    }
  }
  return row[n - 1];
}

int main(int argc, char **argv) {
  if (argc != 5) return 2;
  int paths = atoi(argv[2]), n = atoi(argv[3]), dim = atoi(argv[4]);
  size_t length = (size_t)n * dim, count = paths * length;
  double *points = malloc(count * sizeof(double)), *row = malloc(n * sizeof(double));
  if (!points || !row || fread(points, sizeof(double), count, stdin) != count) return 1;
  int sums = strcmp(argv[1], "warping") == 0;
  double total = 0;
  clock_t begin = clock();
  for (int i = 1; i < paths; i++)
    for (int j = 0; j < i; j++)
      total += (sums ? warping : frechet)(points + i * length, points + j * length, n, dim, row);
  printf("%.9g %.17g\n", (double)(clock() - begin) / CLOCKS_PER_SEC, total);
  return 0;
}
