/* The hot loops in plain C. core/kernels.py calls them through ctypes and has each of them in numpy
 * too, with the same answer to the last bit. Nothing is allocated and nothing is kept here; every
 * pointer and length is checked by the caller.
 *
 * Vectors are those of GCC and Clang, so that one source serves SSE2, AVX2 and NEON. No fast-math:
 * the float64 decisions must be those of numpy.
 */
#include <stdint.h>
#include <string.h>

#if defined(_WIN32)
#define EXPORT __declspec(dllexport)
#else
#define EXPORT __attribute__((visibility("default")))
#endif

#if defined(__AVX2__)
#define LANES 8
#else
#define LANES 4
#endif
typedef float floats __attribute__((vector_size(4 * LANES)));
typedef int32_t ints __attribute__((vector_size(4 * LANES)));
typedef int16_t shorts __attribute__((vector_size(2 * LANES)));

/* Colors are looked up in a table of all 2^24, gathered by cells of 8 x 8 x 8 colors: neighbors in
 * a photo differ little, so they meet in the cache. */
static inline uint32_t place(uint32_t r, uint32_t g, uint32_t b)
{
    return (r >> 3) << 19 | (g >> 3) << 14 | (b >> 3) << 9 | (r & 7) << 6 | (g & 7) << 3 | (b & 7);
}

/* Add pixels to the table of counts and mark their cells; visible may be null. */
EXPORT void fewtone_count(const uint8_t *pixels, const uint8_t *visible, int64_t n, uint32_t *table,
                          uint8_t *cells)
{
    int64_t i = 0;
    while (i < n) {
        const uint8_t *p = pixels + 3 * i;
        int64_t begin = i++;
        if (visible && !visible[begin])
            continue;
        /* A run of one color, as in skies and drawings, must not wait for its own counter. */
        while (i < n && pixels[3 * i] == p[0] && pixels[3 * i + 1] == p[1] &&
               pixels[3 * i + 2] == p[2] && (!visible || visible[i]))
            i++;
        uint32_t at = place(p[0], p[1], p[2]);
        table[at] += (uint32_t)(i - begin);
        cells[at >> 9] = 1;
    }
}

/* Add another table of counts, where its cells are marked. */
EXPORT void fewtone_merge(uint32_t *table, uint8_t *cells, const uint32_t *other, const uint8_t *marked)
{
    for (int64_t cell = 0; cell < 32768; cell++) {
        if (!marked[cell])
            continue;
        cells[cell] = 1;
        for (int64_t i = cell * 512; i < (cell + 1) * 512; i++)
            table[i] += other[i];
    }
}

/* List the colors counted, in lexicographic order; returns how many. */
EXPORT int64_t fewtone_list(const uint32_t *table, const uint8_t *cells, uint8_t *colors, int64_t *counts)
{
    int64_t m = 0;
    for (uint32_t r = 0; r < 256; r++)
        for (uint32_t g = 0; g < 256; g++)
            for (uint32_t b = 0; b < 256; b += 8) {
                uint32_t first = place(r, g, b);
                if (!cells[first >> 9])
                    continue;
                uint64_t pairs[4];
                memcpy(pairs, table + first, sizeof pairs);
                if (!(pairs[0] | pairs[1] | pairs[2] | pairs[3]))
                    continue;
                for (uint32_t i = 0; i < 8; i++) {
                    if (!table[first + i])
                        continue;
                    colors[3 * m] = (uint8_t)r;
                    colors[3 * m + 1] = (uint8_t)g;
                    colors[3 * m + 2] = (uint8_t)(b + i);
                    counts[m++] = table[first + i];
                }
            }
    return m;
}

/* Enter the label of each color into the table; "wide" is for labels of 32 bits. */
EXPORT void fewtone_enter(const uint8_t *colors, const uint8_t *labels, int64_t m, uint8_t *table)
{
    for (int64_t i = 0; i < m; i++)
        table[place(colors[3 * i], colors[3 * i + 1], colors[3 * i + 2])] = labels[i];
}

EXPORT void fewtone_enter_wide(const uint8_t *colors, const int32_t *labels, int64_t m, int32_t *table)
{
    for (int64_t i = 0; i < m; i++)
        table[place(colors[3 * i], colors[3 * i + 1], colors[3 * i + 2])] = labels[i];
}

/* Give each pixel the label of its color. */
EXPORT void fewtone_map(const uint8_t *pixels, int64_t n, const uint8_t *table, uint8_t *labels)
{
    for (int64_t i = 0; i < n; i++)
        labels[i] = table[place(pixels[3 * i], pixels[3 * i + 1], pixels[3 * i + 2])];
}

EXPORT void fewtone_map_wide(const uint8_t *pixels, int64_t n, const int32_t *table, int32_t *labels)
{
    for (int64_t i = 0; i < n; i++)
        labels[i] = table[place(pixels[3 * i], pixels[3 * i + 1], pixels[3 * i + 2])];
}

/* The nearest centroid by float64, in the order of operations that the numpy version has. */
static int32_t nearest(double x, double y, double z, const double *centroids, int64_t k)
{
    int32_t label = 0;
    double best = 0;
    for (int64_t j = 0; j < k; j++) {
        double dx = x - centroids[3 * j], dy = y - centroids[3 * j + 1], dz = z - centroids[3 * j + 2];
        double distance = dx * dx + dy * dy;
        distance += dz * dz;
        if (j == 0 || distance < best) {
            best = distance;
            label = (int32_t)j;
        }
    }
    return label;
}

#define PICK(mask, yes, no) ((floats)(((ints)(yes) & (mask)) | ((ints)(no) & ~(mask))))

/* Read the next points of a row, as far as there are any; the other lanes repeat the first. */
static inline floats load(const int16_t *row, int64_t room, float middle)
{
    int16_t held[LANES];
    shorts whole;
    if (room >= LANES) {
        memcpy(&whole, row, sizeof whole);
    } else {
        for (int l = 0; l < LANES; l++)
            held[l] = row[l < room ? l : 0];
        memcpy(&whole, held, sizeof whole);
    }
    return __builtin_convertvector(whole, floats) - middle;
}

/* Find the nearest centroid of the points begin <= i < end, and add them up.
 *
 * points: three rows of n; centroids: k x 3 in the same units; scratch: k x 4;
 * margin: what half a squared distance may be wrong by in float32; closer calls are float64's;
 * middle: of the coordinates, taken off for smaller numbers;
 * labels: n; masses: k, and sums: k x 3, both added to. */
EXPORT void fewtone_assign(const int16_t *points, const uint32_t *weights, int64_t n, int64_t begin,
                           int64_t end, const double *centroids, int64_t k, float *scratch,
                           float margin, int64_t middle, int32_t *labels, int64_t *masses, int64_t *sums)
{
    const int16_t *xs = points, *ys = points + n, *zs = points + 2 * n;
    for (int64_t j = 0; j < k; j++) {
        double x = centroids[3 * j] - (double)middle, y = centroids[3 * j + 1] - (double)middle;
        double z = centroids[3 * j + 2] - (double)middle;
        scratch[4 * j] = (float)-x;
        scratch[4 * j + 1] = (float)-y;
        scratch[4 * j + 2] = (float)-z;
        scratch[4 * j + 3] = (float)((x * x + y * y + z * z) / 2);
    }
    for (int64_t i = begin; i < end; i += 2 * LANES) {
        int64_t room = end - i < 2 * LANES ? end - i : 2 * LANES;
        floats x[2], y[2], z[2], best[2], second[2];
        ints label[2];
        for (int h = 0; h < 2; h++) {
            int64_t here = room > h * LANES ? i + h * LANES : i, left = end - here;
            x[h] = load(xs + here, left, (float)middle);
            y[h] = load(ys + here, left, (float)middle);
            z[h] = load(zs + here, left, (float)middle);
            best[h] = second[h] = (floats){0} + 1e30f;
            label[h] = (ints){0};
        }
        for (int64_t j = 0; j < k; j++) {
            const float *c = scratch + 4 * j;
            for (int h = 0; h < 2; h++) {
                floats d = c[3] + x[h] * c[0] + y[h] * c[1] + z[h] * c[2];
                ints nearer = d < best[h];
                floats beaten = PICK(nearer, best[h], d);
                ints closer = beaten < second[h];
                second[h] = PICK(closer, beaten, second[h]);
                best[h] = PICK(nearer, d, best[h]);
                label[h] = (nearer & (int32_t)j) | (~nearer & label[h]);
            }
        }
        for (int64_t r = 0; r < room; r++) {
            int h = (int)(r / LANES), l = (int)(r % LANES);
            int32_t found = label[h][l];
            if (!(second[h][l] - best[h][l] > margin))
                found = nearest(xs[i + r], ys[i + r], zs[i + r], centroids, k);
            int64_t weight = weights[i + r];
            labels[i + r] = found;
            masses[found] += weight;
            sums[3 * found] += weight * xs[i + r];
            sums[3 * found + 1] += weight * ys[i + r];
            sums[3 * found + 2] += weight * zs[i + r];
        }
    }
}
