/* The hot loops in plain C. in_c.py calls them through ctypes; in_numpy.py and dither_in_numpy.py
 * have each of them too, with the same answer to the last bit. Nothing is allocated and nothing is
 * kept here; the package's __init__.py has checked every pointer and length.
 *
 * Vectors are those of GCC and Clang, so that one source serves SSE2, AVX2 and NEON. No fast-math:
 * the float64 decisions must be those of numpy.
 */
#include <math.h>
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
/* Candidates are found for this many points at a time. */
#ifndef GROUP
#define GROUP 128
#endif
typedef float floats __attribute__((vector_size(4 * LANES)));
typedef int32_t ints __attribute__((vector_size(4 * LANES)));
typedef int16_t shorts __attribute__((vector_size(2 * LANES)));

/* The bits of each value of a channel, three places apart. */
#define SPREAD(i) ((i) & 1u) | ((i) & 2u) << 2 | ((i) & 4u) << 4 | ((i) & 8u) << 6 | \
        ((i) & 16u) << 8 | ((i) & 32u) << 10 | ((i) & 64u) << 12 | ((i) & 128u) << 14
#define SPREAD4(i) SPREAD(i), SPREAD(i + 1), SPREAD(i + 2), SPREAD(i + 3)
#define SPREAD16(i) SPREAD4(i), SPREAD4(i + 4), SPREAD4(i + 8), SPREAD4(i + 12)
#define SPREAD64(i) SPREAD16(i), SPREAD16(i + 16), SPREAD16(i + 32), SPREAD16(i + 48)
static const uint32_t spread[256] = {SPREAD64(0), SPREAD64(64), SPREAD64(128), SPREAD64(192)};

/* Find where a color is on the Z-order curve. Colors that are near each other are mostly near each
 * other on it, and neighbors in a photo differ little: so a table along the curve is read from the
 * cache. Its 2^15 cells of 8 x 8 x 8 colors are 512 places each. */
static inline uint32_t place(const uint8_t *color)
{
    return spread[color[0]] << 2 | spread[color[1]] << 1 | spread[color[2]];
}

/* Undo `spread`: gather every third bit. */
static inline uint8_t gather(uint32_t bits)
{
    bits &= 0x249249;
    bits = (bits | bits >> 2) & 0x0c30c3;
    bits = (bits | bits >> 4) & 0x00f00f;
    return (uint8_t)(bits | bits >> 8);
}

/* Write the color at a place of the curve. */
static inline void put_color(uint8_t *color, uint32_t at)
{
    color[0] = gather(at >> 2);
    color[1] = gather(at >> 1);
    color[2] = gather(at);
}

/* Add pixels to the table of counts and mark their cells; visible, of 0 and 1, may be null.
 *
 * Asking whether a pixel equals the one before would cost more than it saves: in photos the branch
 * cannot be predicted. */
EXPORT void fewtone_count(const uint8_t *pixels, const uint8_t *visible, int64_t n, uint32_t *table,
                          uint8_t *cells)
{
    for (int64_t i = 0; i < n; i++) {
        uint32_t at = place(pixels + 3 * i);
        table[at] += visible ? visible[i] : 1;
        cells[at >> 9] = 1;
    }
}

/* Count the colors of few pixels: sort them by the upper half of their bits, and count the lower
 * halves of each run in a small table.
 *
 * keys and halves: n each; starts and table: 4096 each; colors and counts: as for fewtone_list. Return
 * the number of colors. */
EXPORT int64_t fewtone_sort(const uint8_t *pixels, const uint8_t *visible, int64_t n, uint32_t *keys,
                            uint16_t *halves, uint32_t *starts, uint32_t *table, uint8_t *colors,
                            int64_t *counts)
{
    int64_t size = 0;
    memset(starts, 0, 4096 * sizeof *starts);
    memset(table, 0, 4096 * sizeof *table);
    for (int64_t i = 0; i < n; i++) {
        if (visible && !visible[i])
            continue;
        uint32_t key = place(pixels + 3 * i);
        keys[size++] = key;
        starts[key >> 12]++;
    }
    uint32_t before = 0;
    for (int i = 0; i < 4096; i++) {
        uint32_t here = starts[i];
        starts[i] = before;
        before += here;
    }
    for (int64_t i = 0; i < size; i++)
        halves[starts[keys[i] >> 12]++] = keys[i] & 4095;
    int64_t m = 0;
    for (uint32_t upper = 0, i = 0; upper < 4096; upper++) {
        uint64_t present[64], words = 0;
        if (i == starts[upper])
            continue;
        memset(present, 0, sizeof present);
        for (; i < starts[upper]; i++) {
            uint32_t lower = halves[i];
            table[lower]++;
            present[lower >> 6] |= (uint64_t)1 << (lower & 63);
            words |= (uint64_t)1 << (lower >> 6);
        }
        for (; words; words &= words - 1) {
            uint32_t word = (uint32_t)__builtin_ctzll(words);
            for (uint64_t bits = present[word]; bits; bits &= bits - 1) {
                uint32_t lower = word << 6 | (uint32_t)__builtin_ctzll(bits);
                put_color(colors + 3 * m, upper << 12 | lower);
                counts[m++] = table[lower];
                table[lower] = 0;
            }
        }
    }
    return m;
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

/* List the colors counted, along the curve; return their number. */
EXPORT int64_t fewtone_list(const uint32_t *table, const uint8_t *cells, uint8_t *colors, int64_t *counts)
{
    int64_t m = 0;
    for (uint32_t cell = 0; cell < 32768; cell++) {
        if (!cells[cell])
            continue;
        for (uint32_t at = cell * 512; at < (cell + 1) * 512; at += 8) {
            uint64_t pairs[4];
            memcpy(pairs, table + at, sizeof pairs);
            if (!(pairs[0] | pairs[1] | pairs[2] | pairs[3]))
                continue;
            for (uint32_t i = at; i < at + 8; i++) {
                if (!table[i])
                    continue;
                put_color(colors + 3 * m, i);
                counts[m++] = table[i];
            }
        }
    }
    return m;
}

/* Divide whole numbers and round to nearest, halves up. */
static int64_t rounded(int64_t sum, int64_t divisor)
{
    int64_t twice = 2 * sum + divisor, quotient = twice / (2 * divisor);
    return quotient - (twice < quotient * 2 * divisor);
}

/* Gather points into cells: a cell is a run of points whose colors, m along the curve, have the same
 * place but for its last bits. Means are in units finer than those of the points, by a factor.
 *
 * points, means: three rows of m; weights, masses: m; numbers, or null: m, which are added up too, into
 * totals: m. Return the number of cells. */
EXPORT int64_t fewtone_gather(const uint8_t *colors, const int16_t *points, const uint32_t *weights,
                              const uint32_t *numbers, int64_t m, int64_t last_bits, int64_t factor,
                              int16_t *means, uint32_t *masses, uint32_t *totals)
{
    int64_t cells = 0;
    for (int64_t i = 0; i < m; cells++) {
        uint32_t cell = place(colors + 3 * i) >> last_bits, total = 0;
        int64_t mass = 0, sums[3] = {0, 0, 0};
        for (; i < m && place(colors + 3 * i) >> last_bits == cell; i++) {
            mass += weights[i];
            total += numbers ? numbers[i] : 0;
            for (int row = 0; row < 3; row++)
                sums[row] += (int64_t)weights[i] * points[row * m + i];
        }
        masses[cells] = (uint32_t)mass;
        if (numbers)
            totals[cells] = total;
        for (int row = 0; row < 3; row++)
            means[row * m + cells] = (int16_t)rounded(factor * sums[row], mass);
    }
    return cells;
}

/* Compute cube roots by Halley's method, two steps of which are enough for float64 within some roundings.
 * The loops are plain, so that compilers make vectors of them. */
#define TOGETHER_IN_SPACE 64
static void cube_roots(const double *numbers, double *roots)
{
    for (int i = 0; i < TOGETHER_IN_SPACE; i++) {
        float rough = (float)numbers[i];
        uint32_t bits;
        memcpy(&bits, &rough, sizeof bits);
        /* A third of the exponent is off by 3 %; a step leaves two thirds of the third power of that. */
        bits = bits / 3 + 0x2a517d47;
        memcpy(&rough, &bits, sizeof rough);
        double x = numbers[i], y = rough, cube = y * y * y;
        y *= (cube + 2 * x) / (2 * cube + x);
        cube = y * y * y;
        roots[i] = y * ((cube + 2 * x) / (2 * cube + x));
    }
}

/* Find where colors are in a space, rounded to whole numbers, halves to even.
 *
 * colors, places: m, of which begin <= i < end are converted; places are three rows. space: a matrix
 * of three channels, as 3 x 3 tables of 256 levels; a curve of three numbers, the cube root above the
 * first and a line below; and a second matrix with an offset, 3 x 4. */
EXPORT void fewtone_convert(const uint8_t *colors, int64_t m, int64_t begin, int64_t end, const double *space,
                            int16_t *places)
{
    const double *curve = space + 9 * 256, *axes = curve + 3;
    const double bend = curve[0], slope = curve[1], height = curve[2];
    for (int64_t first = begin; first < end; first += TOGETHER_IN_SPACE) {
        int64_t size = end - first < TOGETHER_IN_SPACE ? end - first : TOGETHER_IN_SPACE;
        double curved[3][TOGETHER_IN_SPACE];
        for (int row = 0; row < 3; row++) {
            const double *parts = space + 3 * 256 * row;
            double x[TOGETHER_IN_SPACE], roots[TOGETHER_IN_SPACE];
            for (int64_t i = 0; i < size; i++) {
                const uint8_t *color = colors + 3 * (first + i);
                x[i] = parts[color[0]] + parts[256 + color[1]] + parts[512 + color[2]];
            }
            for (int64_t i = size; i < TOGETHER_IN_SPACE; i++)
                x[i] = 0;
            cube_roots(x, roots);
            /* Both are computed and one is masked: a branch would keep compilers from making vectors. */
            for (int i = 0; i < TOGETHER_IN_SPACE; i++) {
                double line = slope * x[i] + height;
                int64_t below = -(int64_t)(x[i] <= bend), one, other;
                memcpy(&one, &line, sizeof one);
                memcpy(&other, roots + i, sizeof other);
                one = (one & below) | (other & ~below);
                memcpy(curved[row] + i, &one, sizeof one);
            }
        }
        for (int row = 0; row < 3; row++) {
            const double *axis = axes + 4 * row;
            int16_t whole[TOGETHER_IN_SPACE];
            for (int i = 0; i < TOGETHER_IN_SPACE; i++) {
                double x = axis[0] * curved[0][i] + axis[1] * curved[1][i] + axis[2] * curved[2][i] + axis[3];
                uint64_t bits;
                /* Beside this number, three halves of 2^52, float64 has whole numbers only. */
                x += 6755399441055744.0;
                memcpy(&bits, &x, sizeof bits);
                whole[i] = (int16_t)bits;
            }
            memcpy(places + row * m + first, whole, (size_t)size * sizeof *whole);
        }
    }
}

/* Multiply counts of colors by how much each is noticed; shift the products until all together are
 * less than 2^31, but none below 1.
 *
 * counts, weights: m; salience: for each run of 2^last_bits places of the curve. */
EXPORT void fewtone_weigh(const uint8_t *colors, const int64_t *counts, int64_t m, const uint16_t *salience,
                          int64_t last_bits, uint32_t *weights)
{
    uint64_t sum = 0;
    int64_t shift = 0;
    for (int64_t i = 0; i < m; i++)
        sum += (uint64_t)counts[i] * salience[place(colors + 3 * i) >> last_bits];
    while (sum >> shift >> 31)
        shift++;
    for (int64_t i = 0; i < m; i++) {
        uint64_t product = (uint64_t)counts[i] * salience[place(colors + 3 * i) >> last_bits] >> shift;
        weights[i] = product ? (uint32_t)product : 1;
    }
}

/* Add up the squared distances of colors to those that are shown for them, times their counts.
 *
 * colors, counts: m; labels: of the color shown for each, in `shown`. */
EXPORT int64_t fewtone_error(const uint8_t *colors, const int64_t *counts, const int32_t *labels, int64_t m,
                             const uint8_t *shown)
{
    int64_t error = 0;
    for (int64_t i = 0; i < m; i++) {
        const uint8_t *color = colors + 3 * i, *other = shown + 3 * labels[i];
        int32_t red = color[0] - other[0], green = color[1] - other[1], blue = color[2] - other[2];
        error += counts[i] * (red * red + green * green + blue * blue);
    }
    return error;
}

/* Add up the squares of a row of n points, times their weights. */
EXPORT int64_t fewtone_energy(const int16_t *row, const uint32_t *weights, int64_t n)
{
    int64_t energy = 0;
    for (int64_t i = 0; i < n; i++)
        energy += (int64_t)weights[i] * (row[i] * row[i]);
    return energy;
}

/* Find where to cut boxes of points in two, so that their squared errors fall most (Wu 1991). The order
 * of operations is that of the numpy version.
 *
 * box_of: n, the box of each point, or -1 for none of these; bins, moments: channels x n, where the
 * points are along each axis, below `bins_per_axis`, and their positions times their weights: n; means:
 * channels x boxes; table: boxes x bins_per_axis x (channels + 1);
 * axes, places, gains: of each box, the axis, the last bin of its lower half, and the fall of the error. */
EXPORT void fewtone_cut(const int32_t *box_of, int64_t n, const int32_t *bins, const double *weights,
                        const double *moments, int64_t channels, const double *means, int64_t boxes,
                        int64_t bins_per_axis, double *table, int64_t *axes, int64_t *places, double *gains)
{
    int64_t width = channels + 1, size = bins_per_axis * width;
    for (int64_t axis = 0; axis < channels; axis++) {
        memset(table, 0, (size_t)(boxes * size) * sizeof *table);
        for (int64_t i = 0; i < n; i++) {
            if (box_of[i] < 0)
                continue;
            double *bin = table + box_of[i] * size + bins[axis * n + i] * width;
            bin[0] += weights[i];
            for (int64_t c = 0; c < channels; c++)
                bin[1 + c] += moments[c * n + i];
        }
        for (int64_t box = 0; box < boxes; box++) {
            double *bin = table + box * size, *end = bin + size;
            for (double *next = bin + width; next < end; next++)
                *next += next[-width];
            double mass = end[-width], most = 0;
            int64_t place = 0;
            for (int64_t b = 0; b < bins_per_axis; b++, bin += width) {
                double rest = mass - bin[0], squares = 0;
                if (!(bin[0] > 0 && rest > 0))
                    continue;
                for (int64_t c = 0; c < channels; c++) {
                    double away = bin[1 + c] - bin[0] * means[c * boxes + box];
                    squares += away * away;
                }
                double gain = squares / bin[0] + squares / rest;
                if (gain > most) {
                    most = gain;
                    place = b;
                }
            }
            if (axis == 0 || most > gains[box]) {
                axes[box] = axis;
                places[box] = place;
                gains[box] = most;
            }
        }
    }
}

/* Return a place in a row of some size, or the nearest one in it. */
static inline int64_t inside(int64_t at, int64_t size)
{
    return at < 0 ? 0 : at < size ? at : size - 1;
}

/* Find how much three sums of channels vary among the 3 x 3 pixels around some, those beyond the edge
 * being the nearest on it; and where these pixels are on the curve. The order of operations is that of
 * the numpy version.
 *
 * pixels: height x width; ys, xs: rows and columns of the pixels; slopes: 3 x 3; variances, found: as
 * many as pairs of rows and columns. */
EXPORT void fewtone_vary(const uint8_t *pixels, int64_t height, int64_t width, const int64_t *ys,
                         int64_t rows, const int64_t *xs, int64_t columns, const int32_t *slopes,
                         double *variances, uint32_t *found)
{
    int32_t squared[3][3], mixed[3][3];
    for (int i = 0; i < 9; i++) {
        squared[i / 3][i % 3] = slopes[i] * slopes[i];
        mixed[i / 3][i % 3] = 2 * slopes[i] * slopes[i - i % 3 + (i + 1) % 3];
    }
    for (int64_t row = 0; row < rows; row++) {
        const uint8_t *lines[3];
        for (int64_t i = 0; i < 3; i++)
            lines[i] = pixels + 3 * width * inside(ys[row] + i - 1, height);
        for (int64_t column = 0; column < columns; column++, variances++) {
            int64_t places[3];
            for (int64_t i = 0; i < 3; i++)
                places[i] = 3 * inside(xs[column] + i - 1, width);
            /* Sums of the channels, and of their products, tell those of any slopes. */
            int32_t reds = 0, greens = 0, blues = 0, rr = 0, gg = 0, bb = 0, rg = 0, gb = 0, br = 0;
            for (int i = 0; i < 9; i++) {
                const uint8_t *pixel = lines[i / 3] + places[i % 3];
                int32_t red = pixel[0], green = pixel[1], blue = pixel[2];
                reds += red;
                greens += green;
                blues += blue;
                rr += red * red;
                gg += green * green;
                bb += blue * blue;
                rg += red * green;
                gb += green * blue;
                br += blue * red;
            }
            *variances = 0;
            for (int axis = 0; axis < 3; axis++) {
                const int32_t *slope = slopes + 3 * axis, *own = squared[axis], *both = mixed[axis];
                int64_t squares = (int64_t)own[0] * rr + (int64_t)own[1] * gg + (int64_t)own[2] * bb;
                squares += (int64_t)both[0] * rg + (int64_t)both[1] * gb + (int64_t)both[2] * br;
                double mean = (slope[0] * reds + slope[1] * greens + slope[2] * blues) / 9.0;
                *variances += (double)squares / 9 - mean * mean;
            }
            *found++ = place(lines[1] + places[1]);
        }
    }
}

/* Return whether no channel of two pixels differs by more than a limit. */
static inline int32_t alike(const uint8_t *pixel, const uint8_t *other, int32_t limit)
{
    int32_t found = 1;
    for (int c = 0; c < 3; c++) {
        int32_t away = pixel[c] - other[c];
        found &= (away <= limit) & (away >= -limit);
    }
    return found;
}

/* Count the pixels of vivid areas among some, and add up their colors, cell by cell of a coarse grid.
 *
 * pixels, alpha (or null): those of a picture of this width; ys, xs: rows and columns of the pixels
 * looked at; similar: how far channels of pixels that are alike are apart at most; vivid: how far
 * those of one pixel are apart at least; counts and each of three sums: one for each run of
 * 2^last_bits places of the curve, all 0 at first. */
EXPORT void fewtone_areas(const uint8_t *pixels, const uint8_t *alpha, int64_t width, const int64_t *ys,
                          int64_t rows, const int64_t *xs, int64_t columns, int64_t similar, int64_t vivid,
                          int64_t last_bits, int64_t *counts, int64_t *sums)
{
    int64_t cells = (int64_t)1 << (24 - last_bits);
    int32_t limit = (int32_t)similar;
    for (int64_t row = 0; row < rows; row++) {
        const uint8_t *line = pixels + 3 * width * ys[row];
        const uint8_t *above = row ? pixels + 3 * width * ys[row - 1] : 0;
        const uint8_t *below = row + 1 < rows ? pixels + 3 * width * ys[row + 1] : 0;
        for (int64_t column = 0; column < columns; column++) {
            int64_t x = 3 * xs[column];
            const uint8_t *pixel = line + x;
            int32_t red = pixel[0], green = pixel[1], blue = pixel[2];
            int32_t most = red > green ? red : green, least = red > green ? green : red;
            most = blue > most ? blue : most;
            least = blue < least ? blue : least;
            if (most - least < vivid || (alpha && alpha[ys[row] * width + xs[column]] < 128))
                continue;
            int32_t like = 0;
            like += above ? alike(pixel, above + x, limit) : 0;
            like += below ? alike(pixel, below + x, limit) : 0;
            like += column ? alike(pixel, line + 3 * xs[column - 1], limit) : 0;
            like += column + 1 < columns ? alike(pixel, line + 3 * xs[column + 1], limit) : 0;
            if (like < 2)
                continue;
            uint32_t cell = place(pixel) >> last_bits;
            counts[cell]++;
            for (int c = 0; c < 3; c++)
                sums[c * cells + cell] += pixel[c];
        }
    }
}

/* Enter the label of each color into a table of the cells that hold any color.
 *
 * cells: 32768, gets where each cell begins in the table; table: 512 for each cell that holds a
 * color, and 512 for all others together; "wide" is for labels of 32 bits. */
#define ENTER(name, Label)                                                                              \
    EXPORT void name(const uint8_t *colors, const Label *labels, int64_t m, uint32_t *cells, Label *table) \
    {                                                                                                   \
        uint32_t used = 512;                                                                            \
        memset(cells, 0, 32768 * sizeof *cells);                                                        \
        memset(table, 0, 512 * sizeof *table);                                                          \
        for (int64_t i = 0; i < m; i++) {                                                               \
            uint32_t at = place(colors + 3 * i);                                                        \
            if (!cells[at >> 9]) {                                                                      \
                memset(table + used, 0, 512 * sizeof *table);                                           \
                cells[at >> 9] = used;                                                                  \
                used += 512;                                                                            \
            }                                                                                           \
            table[cells[at >> 9] + (at & 511)] = labels[i];                                             \
        }                                                                                               \
    }
ENTER(fewtone_enter, uint8_t)
ENTER(fewtone_enter_wide, int32_t)

/* Look up for each pixel the label of its color. */
#define MAP(name, Label)                                                                                \
    EXPORT void name(const uint8_t *pixels, int64_t n, const uint32_t *cells, const Label *table,       \
                     Label *labels)                                                                     \
    {                                                                                                   \
        for (int64_t i = 0; i < n; i++) {                                                               \
            uint32_t at = place(pixels + 3 * i);                                                        \
            labels[i] = table[cells[at >> 9] + (at & 511)];                                             \
        }                                                                                               \
    }
MAP(fewtone_map, uint8_t)
MAP(fewtone_map_wide, int32_t)

/* Points have three channels of 16 bits, or with alpha four of 32. The functions that work on them are
 * inlined with the number of channels as a constant, so that loops over channels are unrolled, and
 * there is a version for each. */
#define INLINE static inline __attribute__((always_inline))
#define MOST_CHANNELS 4

/* Read a coordinate. */
INLINE int32_t coordinate(const void *points, int channels, int64_t at)
{
    return channels == 3 ? ((const int16_t *)points)[at] : ((const int32_t *)points)[at];
}

/* Find the nearest of some centroids to a point in float64, in the order of operations of the numpy
 * version. */
INLINE int32_t nearest(const void *points, int channels, int64_t n, int64_t at, const double *centroids,
                       const int32_t *some, int64_t size)
{
    int32_t label = 0;
    double best = 0, point[MOST_CHANNELS];
    for (int c = 0; c < channels; c++)
        point[c] = coordinate(points, channels, c * n + at);
    for (int64_t i = 0; i < size; i++) {
        const double *centroid = centroids + channels * some[i];
        double dx = point[0] - centroid[0], distance = dx * dx;
        for (int c = 1; c < channels; c++) {
            double d = point[c] - centroid[c];
            distance += d * d;
        }
        if (i == 0 || distance < best) {
            best = distance;
            label = some[i];
        }
    }
    return label;
}

#define PICK(mask, yes, no) ((floats)(((ints)(yes) & (mask)) | ((ints)(no) & ~(mask))))

/* Read the next points of a row, less the middle; where the row ends before the lanes do, they repeat
 * the first. */
INLINE floats load(const void *points, int channels, int64_t at, int64_t room, int32_t middle)
{
    int16_t narrow[LANES];
    int32_t wide[LANES];
    shorts some;
    ints whole;
    if (channels == 3) {
        const int16_t *row = (const int16_t *)points + at;
        for (int l = 0; room < LANES && l < LANES; l++)
            narrow[l] = row[l < room ? l : 0];
        memcpy(&some, room < LANES ? narrow : row, sizeof some);
        whole = __builtin_convertvector(some, ints);
    } else {
        const int32_t *row = (const int32_t *)points + at;
        for (int l = 0; room < LANES && l < LANES; l++)
            wide[l] = row[l < room ? l : 0];
        memcpy(&whole, room < LANES ? wide : row, sizeof whole);
    }
    return __builtin_convertvector(whole - middle, floats);
}

static inline floats lanes_at(const float *row)
{
    floats found;
    memcpy(&found, row, sizeof found);
    return found;
}

/* Find the least and the largest of the coordinates begin <= i < end, less the middle. */
INLINE void extent(const void *points, int channels, int64_t begin, int64_t end, int32_t middle, float *low,
                   float *high)
{
    int32_t least = coordinate(points, channels, begin), most = least;
    for (int64_t i = begin + 1; i < end; i++) {
        int32_t x = coordinate(points, channels, i);
        least = x < least ? x : least;
        most = x > most ? x : most;
    }
    *low = (float)(least - middle);
    *high = (float)(most - middle);
}

/* Find out whether all lanes are true. */
static inline int all(ints lanes)
{
    uint64_t pairs[LANES / 2], every = ~(uint64_t)0;
    memcpy(pairs, &lanes, sizeof pairs);
    for (int i = 0; i < LANES / 2; i++)
        every &= pairs[i];
    return every == ~(uint64_t)0;
}

/* List the centroids that any point of a box can be nearest to; return their number.
 *
 * low, high: corners of the box; rows: each channel, and half the squared length, of the centroids,
 * each row a multiple of LANES. The rival is the centroid nearest to the middle of the box. Any other
 * that is farther away than the rival even from its most favorable corner of the box is ruled out
 * (Kanungo et al. 2002, "An efficient k-means clustering algorithm",
 * doi:10.1109/TPAMI.2002.1017616). */
INLINE int64_t candidates(int channels, const float *low, const float *high, const float *rows, int64_t size,
                          float margin, int32_t *found)
{
    const float *halves = rows + channels * size;
    float middle[MOST_CHANNELS];
    for (int c = 0; c < channels; c++)
        middle[c] = (low[c] + high[c]) / 2;
    floats least = (floats){0} + 1e30f;
    ints where = {0};
    for (int64_t j = 0; j < size; j += LANES) {
        floats d = lanes_at(halves + j);
        for (int c = 0; c < channels; c++)
            d -= middle[c] * lanes_at(rows + c * size + j);
        ints nearer = d < least;
        least = PICK(nearer, d, least);
        where = (nearer & (int32_t)j) | (~nearer & where);
    }
    int best = 0;
    for (int l = 1; l < LANES; l++)
        best = least[l] < least[best] ? l : best;
    int64_t rival = where[best] + best, count = 0;
    for (int64_t j = 0; j < size; j += LANES) {
        floats ahead = lanes_at(halves + j) - halves[rival];
        for (int c = 0; c < channels; c++) {
            floats away = lanes_at(rows + c * size + j) - rows[c * size + rival];
            floats one = away * low[c], other = away * high[c];
            ahead -= PICK(one > other, one, other);
        }
        ints kept = ahead <= margin;
        if (all(~kept))
            continue;
        for (int l = 0; l < LANES; l++) {
            found[count] = (int32_t)j + l;
            count -= kept[l];
        }
    }
    return count;
}

/* Label a point otherwise than before, and count it there; -1 is no label. */
INLINE void move(const void *points, int channels, const uint32_t *weights, int64_t n, int64_t at,
                 int32_t label, int32_t *labels, int64_t *masses, int64_t *sums)
{
    int64_t weight = weights[at];
    int32_t before = labels[at];
    labels[at] = label;
    masses[label] += weight;
    for (int c = 0; c < channels; c++)
        sums[channels * label + c] += weight * coordinate(points, channels, c * n + at);
    if (before < 0)
        return;
    masses[before] -= weight;
    for (int c = 0; c < channels; c++)
        sums[channels * before + c] -= weight * coordinate(points, channels, c * n + at);
}

/* Label all points begin <= i < end alike. */
INLINE void take(const void *points, int channels, const uint32_t *weights, int64_t n, int64_t begin,
                 int64_t end, int32_t label, int32_t *labels, int64_t *masses, int64_t *sums)
{
    int32_t before = labels[begin], mixed = 0;
    for (int64_t i = begin + 1; i < end; i++)
        mixed |= labels[i] ^ before;
    if (mixed) {
        for (int64_t i = begin; i < end; i++)
            if (labels[i] != label)
                move(points, channels, weights, n, i, label, labels, masses, sums);
        return;
    }
    if (before == label)
        return;
    int64_t mass = 0, added[MOST_CHANNELS] = {0};
    for (int64_t i = begin; i < end; i++) {
        int64_t weight = weights[i];
        labels[i] = label;
        mass += weight;
        for (int c = 0; c < channels; c++)
            added[c] += weight * coordinate(points, channels, c * n + i);
    }
    masses[label] += mass;
    for (int c = 0; c < channels; c++)
        sums[channels * label + c] += added[c];
    if (before < 0)
        return;
    masses[before] -= mass;
    for (int c = 0; c < channels; c++)
        sums[channels * before + c] -= added[c];
}

/* Do what `fewtone_assign` does, for one number of channels. */
INLINE void assign(const void *points, int channels, const uint32_t *weights, int64_t n, int64_t begin,
                   int64_t end, const double *centroids, int64_t k, float *scratch, int32_t *found,
                   float margin, int32_t middle, int32_t *labels, int64_t *masses, int64_t *sums)
{
    int64_t size = (k + LANES - 1) / LANES * LANES;
    float *rows = scratch, *chosen = scratch + (channels + 1) * size;
    for (int64_t j = 0; j < size; j++) {
        double half = j < k ? 0 : 1e30;
        for (int c = 0; c < channels; c++) {
            double x = j < k ? centroids[channels * j + c] - (double)middle : 0;
            rows[c * size + j] = (float)x;
            half += x * x / 2;
        }
        rows[channels * size + j] = (float)half;
    }
    for (int64_t group = begin; group < end; group += GROUP) {
        int64_t stop = end - group < GROUP ? end : group + GROUP;
        float low[MOST_CHANNELS], high[MOST_CHANNELS];
        for (int c = 0; c < channels; c++)
            extent(points, channels, c * n + group, c * n + stop, middle, low + c, high + c);
        /* Differences of two centroids are up to twice as large, so twice the margin. */
        int64_t count = candidates(channels, low, high, rows, size, 2 * margin, found);
        if (count == 1) {
            take(points, channels, weights, n, group, stop, found[0], labels, masses, sums);
            continue;
        }
        for (int64_t i = 0; i < count; i++)
            for (int row = 0; row <= channels; row++)
                chosen[(channels + 1) * i + row] = rows[row * size + found[i]];
        for (int64_t i = group; i < stop; i += 2 * LANES) {
            int64_t room = stop - i < 2 * LANES ? stop - i : 2 * LANES;
            floats x[MOST_CHANNELS][2], best[2], second[2];
            ints label[2];
            for (int h = 0; h < 2; h++) {
                int64_t here = room > h * LANES ? i + h * LANES : i;
                for (int c = 0; c < channels; c++)
                    x[c][h] = load(points, channels, c * n + here, stop - here, middle);
                best[h] = second[h] = (floats){0} + 1e30f;
                label[h] = (ints){0} + found[0];
            }
            for (int64_t j = 0; j < count; j++) {
                const float *centroid = chosen + (channels + 1) * j;
                for (int h = 0; h < 2; h++) {
                    floats d = (floats){0} + centroid[channels];
                    for (int c = 0; c < channels; c++)
                        d -= x[c][h] * centroid[c];
                    ints nearer = d < best[h];
                    floats beaten = PICK(nearer, best[h], d);
                    ints closer = beaten < second[h];
                    second[h] = PICK(closer, beaten, second[h]);
                    best[h] = PICK(nearer, d, best[h]);
                    label[h] = (nearer & found[j]) | (~nearer & label[h]);
                }
            }
            for (int h = 0; h < 2 && h * LANES < room; h++) {
                int64_t here = i + h * LANES, lanes = stop - here < LANES ? stop - here : LANES;
                ints sure = second[h] - best[h] > margin, same = {0};
                if (lanes == LANES) {
                    memcpy(&same, labels + here, sizeof same);
                    same = sure & (same == label[h]);
                    if (all(same))
                        continue;
                }
                for (int64_t l = 0; l < lanes; l++) {
                    int32_t nearest_one = label[h][l];
                    if (same[l])
                        continue;
                    if (!sure[l])
                        nearest_one = nearest(points, channels, n, here + l, centroids, found, count);
                    if (nearest_one != labels[here + l])
                        move(points, channels, weights, n, here + l, nearest_one, labels, masses, sums);
                }
            }
        }
    }
}

/* Find the nearest centroid of each point begin <= i < end, and add the points up.
 *
 * Where a point has the same as before nothing is done, as centroids move little in one iteration and
 * most points stay where they are.
 *
 * Points that follow each other and lie near each other, as those along the Z-order curve do, are
 * cheap: only few centroids can be nearest to any of them.
 *
 * points: three rows of n 16-bit numbers, or four of 32 bits; channels: 3 or 4; centroids: k x channels
 * in the same units; scratch: (k rounded up to a multiple of 8) x 2 x (channels + 1);
 * found: that multiple + 8;
 * margin: the largest error of half a squared distance in float32; float64 decides closer calls;
 * middle: subtracted from all coordinates, as float32 is more exact for smaller numbers; what is left
 * of points must fit 32 bits;
 * labels: n, those before, with -1 for none; masses: k, and sums: k x channels, both of which get what
 * changes. */
EXPORT void fewtone_assign(const void *points, int64_t channels, const uint32_t *weights, int64_t n,
                           int64_t begin, int64_t end, const double *centroids, int64_t k, float *scratch,
                           int32_t *found, float margin, int64_t middle, int32_t *labels, int64_t *masses,
                           int64_t *sums)
{
    if (channels == 3)
        assign(points, 3, weights, n, begin, end, centroids, k, scratch, found, margin, (int32_t)middle,
               labels, masses, sums);
    else
        assign(points, 4, weights, n, begin, end, centroids, k, scratch, found, margin, (int32_t)middle,
               labels, masses, sums);
}

/* Move centroids to the means of their points and assign the points anew, several times; where one
 * has no points, or is fixed, it stays.
 *
 * As for `fewtone_assign`, but centroids are changed in place, and all points must have labels, masses
 * and sums already; fixed: k, of 0 and 1; reach: how far a coordinate of points is from the middle at
 * most; rounding: the margin where that is 1. */
EXPORT void fewtone_settle(const void *points, int64_t channels, const uint32_t *weights, int64_t n,
                           double *centroids, const uint8_t *fixed, int64_t k, int64_t iterations,
                           float *scratch, int32_t *found, double reach, double rounding, int64_t middle,
                           int32_t *labels, int64_t *masses, int64_t *sums)
{
    for (; iterations > 0; iterations--) {
        double farthest = reach;
        for (int64_t j = 0; j < k; j++)
            for (int64_t i = channels * j; i < channels * (j + 1); i++) {
                if (masses[j] > 0 && !fixed[j])
                    centroids[i] = (double)sums[i] / (double)masses[j];
                double away = centroids[i] < middle ? middle - centroids[i] : centroids[i] - middle;
                farthest = away > farthest ? away : farthest;
            }
        fewtone_assign(points, channels, weights, n, 0, n, centroids, k, scratch, found,
                       (float)(rounding * farthest * farthest), middle, labels, masses, sums);
    }
}

/* Draw a point, with a chance of its weight times its squared distance to the nearest of the points
 * drawn before; then update these distances. The order of operations is that of the numpy version.
 *
 * positions: three or four rows of n; nearest: n, infinite at first; at: the part of all chances, 0 to
 * 1, at which it is drawn. Return which it is. */
EXPORT int64_t fewtone_draw(const double *positions, int64_t channels, const double *weights, int64_t n,
                            double *nearest, double at)
{
    double all = 0, sum = 0;
    int64_t drawn = 0;
    int first = nearest[0] == INFINITY;
    for (int64_t i = 0; i < n; i++)
        all += first ? weights[i] : nearest[i] * weights[i];
    /* Rounding of the product can reach the very end of the line. */
    for (int64_t i = 0; i < n && !(sum > at * all); i++) {
        double chance = first ? weights[i] : nearest[i] * weights[i];
        sum += chance;
        drawn = chance > 0 ? i : drawn;
    }
    for (int64_t i = 0; i < n; i++) {
        double away = 0;
        for (int64_t c = 0; c < channels; c++) {
            double d = positions[c * n + i] - positions[c * n + drawn];
            away += d * d;
        }
        nearest[i] = away < nearest[i] ? away : nearest[i];
    }
    return drawn;
}

/* Find the first of the least of some numbers. */
static int64_t least(const double *numbers, int64_t n)
{
    int64_t found = 0;
    for (int64_t i = 1; i < n; i++)
        found = numbers[i] < numbers[found] ? i : found;
    return found;
}

/* Find out what a merger of two clusters adds to the squared error. */
static double merge_cost(const double *one, const double *other, int64_t channels, double mass, double second)
{
    double away = 0;
    for (int64_t c = 0; c < channels; c++)
        away += (one[c] - other[c]) * (one[c] - other[c]);
    return away * (mass * second / (mass + second));
}

/* Merge two clusters at a time, those where it adds least to the squared error, until `left` are left.
 * The order of operations is that of the numpy version.
 *
 * means: n x channels, and masses: n, above 0, are changed; costs: n x n; cost and partner: n; alive: n,
 * gets 1 for those that are left. */
EXPORT void fewtone_unite(double *means, double *masses, int64_t n, int64_t channels, int64_t left,
                          double *costs, double *cost, int64_t *partner, uint8_t *alive)
{
    for (int64_t i = 0; i < n; i++) {
        const double *mean = means + channels * i;
        alive[i] = 1;
        for (int64_t j = 0; j < n; j++)
            costs[n * i + j] =
                i == j ? INFINITY : merge_cost(mean, means + channels * j, channels, masses[i], masses[j]);
        partner[i] = least(costs + n * i, n);
        cost[i] = costs[n * i + partner[i]];
    }
    for (int64_t rest = n; rest > left; rest--) {
        int64_t kept = least(cost, n), gone = partner[kept];
        double mass = masses[kept] + masses[gone], *mean = means + channels * kept;
        for (int64_t c = 0; c < channels; c++)
            mean[c] = (masses[kept] * mean[c] + masses[gone] * means[channels * gone + c]) / mass;
        masses[kept] = mass;
        alive[gone] = 0;
        cost[gone] = INFINITY;
        for (int64_t i = 0; i < n; i++) {
            costs[n * gone + i] = costs[n * i + gone] = INFINITY;
            int other = alive[i] && i != kept;
            costs[n * i + kept] = costs[n * kept + i] =
                other ? merge_cost(means + channels * i, mean, channels, masses[i], mass) : INFINITY;
        }
        for (int64_t i = 0; i < n; i++) {
            /* Clusters whose partner was either of the two look among all again, the others only at
             * the new one. */
            if (alive[i] && (i == kept || partner[i] == kept || partner[i] == gone)) {
                partner[i] = least(costs + n * i, n);
                cost[i] = costs[n * i + partner[i]];
            }
            if (costs[n * kept + i] < cost[i]) {
                partner[i] = kept;
                cost[i] = costs[n * kept + i];
            }
        }
    }
}

#define MOST_TARGETS 1024
/* This many mixtures take turns: while one waits for its next nearest color, the others go on. */
#define TOGETHER 4

/* The colors of a palette, with tables to find the nearest: `_TargetsInC` of in_c.py has the same
 * fields, and targets.py says what they are for. */
typedef struct {
    int64_t size;           /* colors, 1 to MOST_TARGETS */
    double far;             /* a squared distance in sRGB times this, per step of sRGB outside */
    int64_t share;          /* of the way to the nearest mixture that pixels go, in units of 2^-14 */
    int64_t mixed;          /* whether they go to mixtures at all */
    const uint8_t *colors;  /* size x 3 */
    const uint8_t *shown;   /* size: which index a pixel gets for each */
    const int32_t *places;  /* size x 3: where they are in the space that distances are measured in */
    const uint16_t *order;  /* size x size: all colors, the nearest to each first */
    const uint32_t *apart;  /* size x size, in that order: a quarter of the squared distance, or less */
    const int32_t *reach;   /* size: the largest error that is passed on */
    const int32_t *calm;    /* size: the same by the rule of a run */
    const uint64_t *exact;  /* 3 x 256: for each value of a channel a bit for the colors that have it */
    const int32_t *carried; /* size x 3: the colors where errors are: in linear light, 0 to 65535, or places */
    const int32_t *linear;  /* 256: a channel in linear light */
    const uint32_t *levels; /* 3 x 20480: from the upper bits of -131072 to 196607 to levels, spread */
    const int32_t *values;  /* 128: the levels in sRGB, those outside moved to 0 or 255 */
    const int32_t *wide;    /* 128: the levels in sRGB, as they are */
    const double *space;    /* null for RGB, or as `place_in_space` has it */
    const double *grid;     /* 33: linear light, 0 to 1, of 0, 8, ... 256 in sRGB */
    const int32_t *parts;   /* `convert` has these three, null where errors are in linear light */
    const int32_t *curve;
    const int32_t *axes;
    const int32_t *middles; /* 3 x 256: the places of levels, or null */
    uint16_t *known;        /* 2^21, or 2^24, for each three levels: 0, or one more than the nearest color */
    uint16_t *hints;        /* for each 64 of these a color that was nearest to one, or 0 */
    const uint8_t *srgb;    /* 4096: the value of a channel in sRGB for each 16 of linear light */
    int32_t *corners;       /* 33^3 x 4: the nearest mixture, and INSIDE, OUTSIDE or 0 if not known */
    double *planes;         /* 33^3 x 4, for corners outside: a plane with all targets on one side */
    uint8_t *cells;         /* 32^3: INSIDE if all corners are, or pixels aim at their colors; OUTSIDE; or 0 */
} Targets;

/* Compute the cube root by Newton's method, to within a rounding or two. */
static double cube_root(double x)
{
    uint64_t bits;
    double y;
    memcpy(&bits, &x, sizeof bits);
    /* A third of the exponent is off by 3 %; each step doubles the digits that are right. */
    bits = bits / 3 + 0x2a9f7893782da1ce;
    memcpy(&y, &bits, sizeof y);
    for (int i = 0; i < 4; i++)
        y -= (y * y * y - x) / (3 * y * y);
    return y;
}

/* Find where a color of three levels is in a space. The space is a matrix of three channels, as 3 x 3
 * tables of 128; a curve of three numbers, the cube root above the first and a line below; and a
 * second matrix with an offset, 3 x 4. */
static void place_in_space(const Targets *t, const uint8_t *levels, int32_t *where)
{
    if (!t->space) {
        for (int row = 0; row < 3; row++)
            where[row] = t->values[levels[row]];
        return;
    }
    const double *curve = t->space + 9 * 128, *axes = curve + 3;
    double curved[3];
    for (int row = 0; row < 3; row++) {
        const double *parts = t->space + 3 * 128 * row;
        double x = parts[levels[0]] + parts[128 + levels[1]] + parts[256 + levels[2]];
        curved[row] = x > curve[0] ? cube_root(x) : curve[1] * x + curve[2];
    }
    for (int row = 0; row < 3; row++, axes += 4) {
        double x = axes[0] * curved[0] + axes[1] * curved[1] + axes[2] * curved[2] + axes[3];
        where[row] = (int32_t)(x + 65536.5) - 65536;
    }
}

static int64_t squared_distance(const int32_t *one, const int32_t *other)
{
    int64_t x = one[0] - other[0], y = one[1] - other[1], z = one[2] - other[2];
    return x * x + y * y + z * z;
}

/* Find the color for levels of which some are below black or above white. The farther they are, the
 * more distances in sRGB count, as other spaces have no good numbers there; and soon distances in
 * light, here squares of sRGB, as only these keep errors from growing. */
static int32_t look_from_afar(const Targets *t, const int32_t *wanted, const int32_t *here, double outside)
{
    double best = 1e300, far = t->far * outside, in_light = outside / (16 * 65025.0);
    int32_t label = 0, light[3];
    for (int c = 0; c < 3; c++)
        light[c] = wanted[c] < 0 ? -wanted[c] * wanted[c] : wanted[c] * wanted[c];
    for (int64_t i = 0; i < t->size; i++) {
        const uint8_t *color = t->colors + 3 * i;
        int32_t own[3] = {color[0], color[1], color[2]}, lit[3];
        for (int c = 0; c < 3; c++)
            lit[c] = own[c] * own[c];
        double distance = (double)squared_distance(wanted, own) + in_light * (double)squared_distance(light, lit);
        distance = (double)squared_distance(here, t->places + 3 * i) + far * distance;
        if (distance < best) {
            best = distance;
            label = (int32_t)i;
        }
    }
    return label;
}

/* Find the color nearest to a place of 128 levels a channel, ties to the lower index.
 *
 * The search may begin with any color, best with one found nearby: a color that is more than twice
 * as far from that one as that one is from here cannot be nearer (sorted means: Celebi 2011,
 * arXiv:1101.0395). */
static int32_t look_for(const Targets *t, uint32_t at)
{
    uint8_t levels[3];
    int32_t here[3], hint = __atomic_load_n(&t->hints[at >> 6], __ATOMIC_RELAXED), label = hint;
    put_color(levels, at);
    int32_t wanted[3], outside = 0;
    if (!t->middles)
        place_in_space(t, levels, here);
    for (int c = 0; c < 3; c++)
        if (t->middles) {
            here[c] = t->middles[256 * c + levels[c]];
        } else {
            wanted[c] = t->wide[levels[c]];
            outside += wanted[c] < 0 ? -wanted[c] : wanted[c] > 255 ? wanted[c] - 255 : 0;
        }
    if (outside) {
        label = look_from_afar(t, wanted, here, outside);
        __atomic_store_n(&t->known[at], (uint16_t)(label + 1), __ATOMIC_RELAXED);
        return label;
    }
    int64_t first = squared_distance(here, t->places + 3 * hint), best = first;
    const uint16_t *order = t->order + hint * t->size;
    const uint32_t *apart = t->apart + hint * t->size;
    for (int64_t i = 0; i < t->size && apart[i] <= first; i++) {
        int64_t distance = squared_distance(here, t->places + 3 * order[i]);
        if (distance < best || (distance == best && order[i] < label)) {
            best = distance;
            label = order[i];
        }
    }
    /* All threads write the same answer here, and hints change no answer. */
    __atomic_store_n(&t->known[at], (uint16_t)(label + 1), __ATOMIC_RELAXED);
    __atomic_store_n(&t->hints[at >> 6], (uint16_t)label, __ATOMIC_RELAXED);
    return label;
}

static inline int32_t nearest_target(const Targets *t, uint32_t at)
{
    int32_t known = __atomic_load_n(&t->known[at], __ATOMIC_RELAXED);
    return known ? known - 1 : look_for(t, at);
}

/* Find the first target that a pixel equals, or -1. */
static inline int32_t equal_target(const Targets *t, const uint8_t *pixel)
{
    uint64_t maybe = t->exact[pixel[0]] & t->exact[256 + pixel[1]] & t->exact[512 + pixel[2]];
    int64_t found = t->size;
    for (; maybe; maybe &= maybe - 1)
        for (int64_t label = __builtin_ctzll(maybe); label < found; label += 64)
            if (!memcmp(t->colors + 3 * label, pixel, 3))
                found = label;
    return found < t->size ? (int32_t)found : -1;
}

static inline int32_t between(int32_t low, int32_t x, int32_t high)
{
    x = x < low ? low : x;
    return x > high ? high : x;
}

/* Let the point nearest to 0 of the plane through some points be the sum of shares of them: 1 to 4
 * points. Returns 0 where it is outside of them, or the points are in a plane of less dimensions. */
static int divide(int size, const double (*points)[3], double *shares)
{
    double edges[3][3], rows[3][4];
    int last = size - 1;
    for (int i = 0; i < last; i++)
        for (int c = 0; c < 3; c++)
            edges[i][c] = points[i][c] - points[last][c];
    for (int i = 0; i < last; i++) {
        const double *one = edges[i], *end = points[last];
        for (int j = 0; j < last; j++)
            rows[i][j] = one[0] * edges[j][0] + one[1] * edges[j][1] + one[2] * edges[j][2];
        rows[i][3] = -(one[0] * end[0] + one[1] * end[1] + one[2] * end[2]);
    }
    for (int i = 0; i < last; i++) {
        if (!(rows[i][i] > 1e-9))
            return 0;
        for (int below = i + 1; below < last; below++) {
            double part = rows[below][i] / rows[i][i];
            for (int j = i; j < last; j++)
                rows[below][j] -= part * rows[i][j];
            rows[below][3] -= part * rows[i][3];
        }
    }
    shares[last] = 1;
    for (int i = last - 1; i >= 0; i--) {
        double left = rows[i][3];
        for (int j = i + 1; j < last; j++)
            left -= rows[i][j] * shares[j];
        shares[i] = left / rows[i][i];
        shares[last] -= shares[i];
    }
    for (int i = 0; i < size; i++)
        if (shares[i] < 0)
            return 0;
    return 1;
}

/* Keep those of up to four points that the point of them nearest to 0 is made of, and write that. The
 * last one is new, and leads nearer; where it does not, it goes. labels: of the points, which follow.
 * Returns the number of points. */
static int keep_nearest(int size, double (*points)[3], int32_t *labels, double *nearest)
{
    double least = 1e30, some[4][3], shares[4], sum[3];
    int newest = 1 << (size - 1), kept = newest - 1;
    for (int subset = newest; subset < 2 * newest; subset++) {
        int count = 0;
        for (int i = 0; i < size; i++)
            if (subset >> i & 1)
                memcpy(some[count++], points[i], sizeof *some);
        if (!divide(count, some, shares))
            continue;
        for (int c = 0; c < 3; c++) {
            sum[c] = 0;
            for (int i = 0; i < count; i++)
                sum[c] += shares[i] * some[i][c];
        }
        double squared = sum[0] * sum[0] + sum[1] * sum[1] + sum[2] * sum[2];
        if (squared < least) {
            least = squared;
            kept = subset;
            memcpy(nearest, sum, sizeof sum);
        }
    }
    int count = 0;
    for (int i = 0; i < size; i++)
        if (kept >> i & 1) {
            memmove(points[count], points[i], sizeof *points);
            labels[count++] = labels[i];
        }
    return count;
}

/* Find the mixture of targets nearest to a color in linear light, 0 to 1, where differences of each
 * channel are multiplied by a scale (Gilbert, Johnson and Keerthi 1988, doi:10.1109/56.2083). away: the
 * way there, times the scale; plane: a slope, and the least that light times it is for any target;
 * labels, shares: those of the up to four targets it is mixed of. Returns their number. */
static int mix_for(const Targets *t, const double *color, const double *scale, double *away, double *plane,
                   int32_t *labels, double *shares)
{
    double points[4][3], best = 1e30;
    int size = 0, next = 0;
    memset(away, 0, 3 * sizeof *away);
    for (int turn = 0; turn < 30; turn++) {
        for (int c = 0; c < 3; c++)
            points[size][c] = scale[c] * (t->carried[3 * next + c] / 65535.0 - color[c]);
        labels[size] = next;
        size = keep_nearest(size + 1, points, labels, away);
        double squared = away[0] * away[0] + away[1] * away[1] + away[2] * away[2];
        if (squared < 1e-9 || size == 4 || !(squared < best))
            break;
        best = squared;
        double least = 1e30, offset = 0;
        for (int c = 0; c < 3; c++) {
            plane[c] = away[c] * scale[c] / 65535.0;
            offset += away[c] * scale[c] * color[c];
        }
        for (int64_t i = 0; i < t->size; i++) {
            const int32_t *light = t->carried + 3 * i;
            double along = plane[0] * light[0] + plane[1] * light[1] + plane[2] * light[2];
            if (along < least) {
                least = along;
                next = (int)i;
            }
        }
        plane[3] = least;
        if (least - offset > squared * (1 - 1e-4))
            break;
    }
    return divide(size, points, shares) ? size : 0;
}

/* Return a square root, near enough; 0 of what is less. */
static double square_root(double number)
{
    double root = 1;
    if (!(number > 0))
        return 0;
    for (int i = 0; i < 10; i++)
        root = (root + number / root) / 2;
    return root;
}

/* Make the slope of a plane one of length 1. */
static void make_unit(double *plane)
{
    double most = 0, squared = 0;
    for (int c = 0; c < 3; c++) {
        double each = plane[c] < 0 ? -plane[c] : plane[c];
        most = each > most ? each : most;
    }
    for (int c = 0; c < 3; c++)
        squared += plane[c] / most * (plane[c] / most);
    double length = most * square_root(squared);
    for (int c = 0; c < 4; c++)
        plane[c] /= length;
}

#define INSIDE 1
#define OUTSIDE 2

/* Find the mixture of targets that is nearest to a corner of the grid. That is first found in linear
 * light, and then where each channel counts as its square root would, which is close to how sRGB counts
 * it, from the color to there: by its slope, which counts more at the mixture, as that is what moves.
 * Darkest ones count a little less, as sRGB has no slope without end at black. */
static int32_t learn_corner(const Targets *t, int64_t red, int64_t green, int64_t blue)
{
    int32_t *corner = t->corners + 4 * ((red * 33 + green) * 33 + blue);
    int32_t known = __atomic_load_n(corner + 3, __ATOMIC_ACQUIRE);
    if (known)
        return known;
    double color[3] = {t->grid[red], t->grid[green], t->grid[blue]}, scale[3] = {1, 1, 1}, away[3];
    double *plane = t->planes + (corner - t->corners), other[4], shares[4], squared = 0;
    int32_t labels[4];
    mix_for(t, color, scale, away, plane, labels, shares);
    for (int c = 0; c < 3; c++)
        squared += away[c] * away[c];
    known = squared < 1e-8 ? INSIDE : OUTSIDE;
    if (known == OUTSIDE) {
        make_unit(plane);
        for (int c = 0; c < 3; c++) {
            double own = square_root(color[c]), mixed = square_root(color[c] + away[c]);
            scale[c] = 1 / (1.15 * mixed + 0.85 * own + 0.03);
        }
        mix_for(t, color, scale, away, other, labels, shares);
    }
    for (int c = 0; c < 3; c++)
        corner[c] = (int32_t)(65535 * (color[c] + away[c] / scale[c]) + 0.5);
    __atomic_store_n(corner + 3, known, __ATOMIC_RELEASE);
    return known;
}

static int32_t learn_cell(const Targets *t, int64_t cell)
{
    int32_t state = INSIDE;
    for (int64_t i = 0; i < 8; i++)
        if (learn_corner(t, (cell >> 10) + (i >> 2), (cell >> 5 & 31) + (i >> 1 & 1), (cell & 31) + (i & 1)) !=
            INSIDE)
            state = OUTSIDE;
    __atomic_store_n(t->cells + cell, (uint8_t)state, __ATOMIC_RELEASE);
    return state;
}

/* The place of a cell's corner, 0 to 7, after its first. */
#define CORNER(i) (((i) >> 2) * 33 * 33 + ((i) >> 1 & 1) * 33 + ((i) & 1))

/* A color that is beyond a plane by no more than this, 3/255 of white, is moved there. */
#define NEARLY 771.0

/* Move a color that is beyond planes of the corners of its cell, but hardly so, to each of them in turn.
 * Interpolated mixtures would be farther off. Returns whether it was moved, or -1 where no mixture is
 * that near. */
static int move_inside(const Targets *t, int64_t first, const int32_t *own, int32_t *light)
{
    double at[3] = {own[0], own[1], own[2]};
    int moved = 0;
    for (int i = 0; i < 8; i++) {
        int64_t corner = 4 * (first + CORNER(i));
        const double *plane = t->planes + corner;
        if (t->corners[corner + 3] != OUTSIDE)
            continue;
        double past = plane[3] - (plane[0] * at[0] + plane[1] * at[1] + plane[2] * at[2]);
        if (past > NEARLY)
            return -1;
        if (past > 1) {
            for (int c = 0; c < 3; c++)
                at[c] += past * plane[c];
            moved = 1;
        }
    }
    for (int c = 0; c < 3; c++)
        light[c] = moved ? (int32_t)(at[c] + 0.5) : own[c];
    return moved;
}

/* Find what can be mixed of the targets for a color in linear light: itself; or what is next to it; or a
 * mixture between those that its cell of the grid has in the corners. Between mixtures there are only
 * others, so errors cannot grow without end. pixel: nearly the same color in sRGB. Returns whether it is
 * another. */
static int find_mixture(const Targets *t, const uint8_t *pixel, const int32_t *own, int32_t *light)
{
    int64_t cell = pixel[0] >> 3 << 10 | pixel[1] >> 3 << 5 | pixel[2] >> 3;
    int32_t state = __atomic_load_n(t->cells + cell, __ATOMIC_ACQUIRE);
    if (!state)
        state = learn_cell(t, cell);
    int64_t first = ((pixel[0] >> 3) * 33 + (pixel[1] >> 3)) * 33 + (pixel[2] >> 3);
    memcpy(light, own, 3 * sizeof *light);
    int moved = state == INSIDE ? 0 : move_inside(t, first, own, light);
    if (moved >= 0)
        return moved;
    int32_t far[3] = {pixel[0] & 7, pixel[1] & 7, pixel[2] & 7}, sum[4] = {0, 0, 0, 0};
    for (int i = 0; i < 8; i++) {
        int32_t red = i & 4 ? far[0] : 8 - far[0], green = i & 2 ? far[1] : 8 - far[1];
        int32_t part = red * green * (i & 1 ? far[2] : 8 - far[2]);
        const int32_t *corner = t->corners + 4 * (first + CORNER(i));
        for (int c = 0; c < 4; c++)
            sum[c] += part * corner[c];
    }
    for (int c = 0; c < 3; c++)
        light[c] = sum[c] >> 9;
    return 1;
}

/* Find where a pixel is in a space, in whole numbers. parts: 3 x 3 x 256, in units of 2^-20, what each
 * value of each channel adds to the three numbers that the curve is applied to; curve: 4098, in units
 * of 2^-14, for each 2^-12; axes: 3 x 4, in units of 2^-14. */
static inline void convert(const Targets *t, const uint8_t *pixel, int32_t *place)
{
    const int32_t *parts = t->parts, *axes = t->axes;
    int32_t curved[3];
    for (int row = 0; row < 3; row++, parts += 3 * 256) {
        int32_t light = parts[pixel[0]] + parts[256 + pixel[1]] + parts[512 + pixel[2]];
        const int32_t *low = t->curve + (light >> 8);
        curved[row] = low[0] + (((low[1] - low[0]) * (light & 255) + 128) >> 8);
    }
    for (int row = 0; row < 3; row++, axes += 4)
        place[row] = (axes[0] * curved[0] + axes[1] * curved[1] + axes[2] * curved[2] + axes[3]) >> 14;
}

/* Write what is aimed at for a pixel, where errors are: its color; or a mixture of targets, or as much
 * of the way there as errors are handed on. owed: what pixels around lack, added to the color first,
 * or null; then what this one lacks. */
static inline void aim_at(const Targets *t, const uint8_t *pixel, int32_t *owed, int32_t *light)
{
    if (t->parts) {
        convert(t, pixel, light);
        return;
    }
    int32_t own[3] = {t->linear[pixel[0]], t->linear[pixel[1]], t->linear[pixel[2]]}, all[3];
    uint8_t near[3] = {pixel[0], pixel[1], pixel[2]};
    memcpy(all, own, sizeof all);
    if (owed && (owed[0] | owed[1] | owed[2]))
        for (int c = 0; c < 3; c++) {
            all[c] += owed[c];
            own[c] = between(0, all[c], 65535);
            near[c] = t->srgb[own[c] >> 4];
        }
    int moved = t->mixed && find_mixture(t, near, own, light);
    if (!t->mixed)
        memcpy(light, own, sizeof own);
    if (owed)
        for (int c = 0; c < 3; c++)
            owed[c] = between(-65535, all[c] - light[c], 65535);
    if (moved && t->share < 16384)
        for (int c = 0; c < 3; c++)
            light[c] = own[c] + (int32_t)(((int64_t)(light[c] - own[c]) * t->share) >> 14);
}

/* Larger errors, times weights and summed up, would not fit 32 bits. */
#define MOST_ERROR 131071

/* Find the target for what is aimed at and the error brought there, in units of 2^-14; write the new
 * error. less: by how much the largest one is less than its reach, of which a twelfth is left. */
static inline int32_t aim(const Targets *t, const int32_t *light, const int32_t *brought, int32_t less,
                          int32_t *error)
{
    int32_t wanted[3];
    uint32_t at = 0;
    for (int c = 0; c < 3; c++) {
        wanted[c] = light[c] + ((brought[c] + (1 << 13)) >> 14);
        at |= t->levels[20480 * c + ((wanted[c] + 131072) >> 4)];
    }
    int32_t label = nearest_target(t, at), reach = t->reach[label];
    if (less)
        reach = reach - less > reach / 12 ? reach - less : reach / 12;
    reach = reach < MOST_ERROR ? reach : MOST_ERROR;
    for (int c = 0; c < 3; c++)
        error[c] = between(-reach, wanted[c] - t->carried[3 * label + c], reach);
    return label;
}

/* Where the errors of a row are kept, of three. */
static int64_t place_of_row(int64_t y)
{
    return (y % 3 + 3) % 3;
}

/* Let the last pixel at a side have the errors that would leave the picture there. Sums stay so small
 * that those of its own row fit in as well. */
static void fold(const int32_t *weights, const int32_t *errors, int64_t width, int64_t y, int64_t serpentine,
                 int64_t right, int32_t *carried)
{
    int64_t limit = INT32_MAX - (1 << 13) - (int64_t)(weights[3] + weights[4]) * MOST_ERROR;
    int32_t *last = carried + (right ? 3 * (width - 1) : 0);
    int64_t sums[3] = {last[0], last[1], last[2]};
    for (int64_t above = 1; above < 3; above++) {
        int64_t way = serpentine && (y - above) & 1 ? -1 : 1;
        const int32_t *row = errors + 3 * (place_of_row(y - above) * (width + 4) + 2);
        for (int64_t ahead = -2; ahead < 3; ahead++) {
            int64_t weight = weights[5 * above + ahead + 2], past = right ? way * ahead : -way * ahead;
            if (above == 1 && ahead > 0)
                weight += weights[ahead + 2];
            for (int64_t i = 0; i < past && i < width; i++)
                for (int c = 0; c < 3; c++)
                    sums[c] += weight * row[3 * (right ? width - 1 - i : i) + c];
        }
    }
    for (int c = 0; c < 3; c++)
        last[c] = (int32_t)(sums[c] < -limit ? -limit : sums[c] > limit ? limit : sums[c]);
}

/* Sum up the errors, times weights, that the pixels of a row get from the two rows above. folded:
 * whether nothing is lost at the sides. */
static void carry(const int32_t *weights, const int32_t *errors, int64_t width, int64_t y,
                  int64_t serpentine, int64_t folded, int32_t *carried)
{
    memset(carried, 0, 3 * width * sizeof *carried);
    for (int64_t above = 1; above < 3; above++) {
        int64_t way = serpentine && (y - above) & 1 ? -1 : 1;
        const int32_t *row = errors + 3 * (place_of_row(y - above) * (width + 4) + 2);
        for (int64_t ahead = -2; ahead < 3; ahead++) {
            int32_t weight = weights[5 * above + ahead + 2];
            const int32_t *from = row - 3 * way * ahead;
            if (weight)
                for (int64_t i = 0; i < 3 * width; i++)
                    carried[i] += weight * from[i];
        }
    }
    for (int64_t right = 0; folded && right < 2; right++)
        fold(weights, errors, width, y, serpentine, right, carried);
}

#define HIDDEN (-2)

/* A row on its way: the next pixel, and the errors of the two before it. */
typedef struct {
    int64_t x, way;
    int32_t *errors;  /* width x 3 */
    int32_t *carried; /* width x 3: errors of the rows above, times weights */
    int32_t *aimed;   /* width x 3 */
    int32_t *labels;  /* width: -1 where errors decide */
    int32_t last[3], before[3];
    const uint8_t *pixels;
    int32_t *debts; /* width x 3: what pixels lack, where they aim at mixtures; or null */
    int32_t *owed;  /* width x 3: what rows above lack, times weights */
    int32_t last_debt[3], debt_before[3];
    int32_t kept;  /* of debts, in units of 1 / 32 */
    int32_t steep; /* how much less errors may be for a step of light, in units of 1 / 4; 0 for none */
    int32_t begun; /* whether something was aimed at in this row */
    int32_t light[3];
} Row;

/* Count the pixels around that get some of an error. */
static int32_t count_weights(const int32_t *weights)
{
    int32_t count = 0;
    for (int i = 0; i < 15; i++)
        count += weights[i] > 0;
    return count;
}

/* Begin a row of a band, which has room for errors: 3 x (width + 4) x 3, and for 7 numbers a pixel; then
 * for debts, as many and 3 a pixel. Above the picture it is mirrored. */
static Row begin_row(const Targets *t, const uint8_t *pixels, const uint8_t *visible, int64_t width,
                     int64_t height, int64_t y, int64_t serpentine, const int32_t *weights, int32_t *room)
{
    int64_t own = y >= 0 ? y : -1 - y < height ? -1 - y : height - 1;
    int32_t *carried = room + 9 * (width + 4);
    int64_t back = serpentine && y & 1;
    Row row = {back ? width - 1 : 0, back ? -1 : 1,         room + 3 * (place_of_row(y) * (width + 4) + 2),
               carried,              carried + 3 * width,   carried + 6 * width,
               {0, 0, 0},            {0, 0, 0},             pixels + 3 * own * width,
               0,                    0,                     {0, 0, 0},
               {0, 0, 0},            0,                     0,
               0,                    {0, 0, 0}};
    carry(weights, room, width, y, serpentine, t->mixed, carried);
    if (t->mixed) {
        row.kept = t->share > 12288 ? (int32_t)(21 * 16384 / t->share) : 28;
        row.steep = 3 * count_weights(weights);
        int32_t *debts = carried + 7 * width;
        row.debts = debts + 3 * (place_of_row(y) * (width + 4) + 2);
        row.owed = debts + 9 * (width + 4);
        carry(weights, debts, width, y, serpentine, 1, row.owed);
    }
    pixels += 3 * own * width;
    for (int64_t x = 0; x < width; x++) {
        row.labels[x] = visible && !visible[own * width + x] ? HIDDEN : equal_target(t, pixels + 3 * x);
        if (row.labels[x] == -1 && !t->mixed)
            aim_at(t, pixels + 3 * x, 0, row.aimed + 3 * x);
    }
    return row;
}

/* Find the mixture that the next pixel of a row aims at, and hand on what it lacks. */
static inline void owe(const Targets *t, const int32_t *weights, Row *row)
{
    int64_t x = row->x;
    int32_t owed[3] = {0, 0, 0};
    if (row->labels[x] == -1) {
        for (int c = 0; c < 3; c++) {
            int32_t sum = row->owed[3 * x + c] + weights[3] * row->last_debt[c] + weights[4] * row->debt_before[c];
            owed[c] = (row->kept * (sum >> 5) + (1 << 13)) >> 14;
        }
        aim_at(t, row->pixels + 3 * x, owed, row->aimed + 3 * x);
    }
    for (int c = 0; c < 3; c++) {
        row->debt_before[c] = row->last_debt[c];
        row->debts[3 * x + c] = row->last_debt[c] = owed[c];
    }
}

/* Measure how far the light aimed at for the next pixel of a row is from that before, and go on to it. */
static inline int32_t step_of_light(Row *row)
{
    const int32_t *light = row->aimed + 3 * row->x;
    int32_t most = 0;
    for (int c = 0; c < 3; c++) {
        int32_t way = light[c] - row->light[c];
        way = way < 0 ? -way : way;
        most = way > most ? way : most;
        row->light[c] = light[c];
    }
    if (!row->begun)
        most = 0;
    row->begun = 1;
    return most;
}

/* Find the target for the next pixel of a row, and its error. */
static inline void step(const Targets *t, const int32_t *weights, Row *row)
{
    int64_t x = row->x;
    int32_t error[3] = {0, 0, 0}, brought[3];
    if (row->debts)
        owe(t, weights, row);
    if (row->labels[x] == -1) {
        for (int c = 0; c < 3; c++)
            brought[c] = row->carried[3 * x + c] + weights[3] * row->last[c] + weights[4] * row->before[c];
        int32_t less = row->steep ? row->steep * step_of_light(row) >> 2 : 0;
        row->labels[x] = aim(t, row->aimed + 3 * x, brought, less, error);
    }
    for (int c = 0; c < 3; c++) {
        row->before[c] = row->last[c];
        row->errors[3 * x + c] = row->last[c] = error[c];
    }
    row->x += row->way;
}

/* Diffuse errors over rows of some bands of a picture, one or two at a time: while one waits for its
 * next nearest color, the other goes on.
 *
 * pixels, visible (of 0 and 1, or null), indices: those of the whole picture; bands: count x 3, the first
 * row that brings errors, below 0 above the picture, the first one that is shown, and the end; from, to: rows after the first of
 * each band, going on from those above; serpentine: whether every other row goes from right to left;
 * weights: 3 x 5 in units of 2^-14, the pixel itself in the middle of the first row; room: count x
 * (28 x width + 72), zeros at first. */
EXPORT void fewtone_diffuse(const uint8_t *pixels, const uint8_t *visible, int64_t width, int64_t height,
                            const int64_t *bands, int64_t count, int64_t from, int64_t to, int64_t serpentine,
                            const int32_t *weights, const Targets *targets, int32_t *room, uint8_t *indices)
{
    for (; from < to; from++) {
        Row rows[2];
        int64_t ys[2], some = 0;
        for (int64_t i = 0; i < count; i++)
            if (bands[3 * i] + from < bands[3 * i + 2]) {
                int64_t y = bands[3 * i] + from;
                rows[some] = begin_row(targets, pixels, visible, width, height, y, serpentine, weights,
                                       room + i * (28 * width + 72));
                ys[some++] = y < bands[3 * i + 1] ? -1 : y;
            }
        if (some == 2) {
            Row one = rows[0], other = rows[1];
            for (int64_t i = 0; i < width; i++) {
                step(targets, weights, &one);
                step(targets, weights, &other);
            }
        } else if (some == 1) {
            Row one = rows[0];
            for (int64_t i = 0; i < width; i++)
                step(targets, weights, &one);
        }
        for (int64_t i = 0; i < some; i++)
            for (int64_t x = 0; ys[i] >= 0 && x < width; x++) {
                int32_t label = rows[i].labels[x];
                indices[ys[i] * width + x] = label == HIDDEN ? 0 : targets->shown[label];
            }
    }
}

/* Write a mixture of targets in the order of lightness. ranks: those of all; shown: the index of each. */
static void put_in_order(const uint16_t *labels, int64_t parts, const uint16_t *ranks, const uint8_t *shown,
                         uint8_t *mixed)
{
    uint8_t counts[MOST_TARGETS];
    uint64_t present[MOST_TARGETS / 64];
    memset(present, 0, sizeof present);
    for (int64_t part = 0; part < parts; part++) {
        int32_t rank = ranks[labels[part]];
        uint64_t bit = (uint64_t)1 << (rank & 63);
        if (!(present[rank >> 6] & bit))
            counts[rank] = 0;
        counts[rank]++;
        present[rank >> 6] |= bit;
    }
    for (int64_t word = 0; word < MOST_TARGETS / 64; word++)
        for (uint64_t bits = present[word]; bits; bits &= bits - 1) {
            int64_t rank = 64 * word + __builtin_ctzll(bits);
            memset(mixed, shown[rank], counts[rank]);
            mixed += counts[rank];
        }
}

#define TRIED 8

/* Exchange each part of a mixture for the target nearest to what it had to be, where that leaves less
 * error. */
static void exchange(const Targets *t, uint16_t *labels, int64_t parts, int32_t *error)
{
    static const int32_t nothing[3] = {0, 0, 0};
    /* As long as the error is the same, a target that stayed would stay again. */
    uint16_t tried[TRIED];
    int count = 0;
    for (int64_t part = 0; part < parts; part++) {
        int32_t wanted[3], left[3], old = labels[part];
        int64_t before = 0, after = 0;
        int seen = 0;
        for (int i = 0; i < count; i++)
            seen |= tried[i] == old;
        if (seen)
            continue;
        for (int c = 0; c < 3; c++)
            wanted[c] = t->carried[3 * old + c] + error[c];
        int32_t label = aim(t, wanted, nothing, 0, left);
        for (int c = 0; c < 3; c++) {
            before += (int64_t)error[c] * error[c];
            after += (int64_t)left[c] * left[c];
        }
        if (after < before) {
            labels[part] = (uint16_t)label;
            memcpy(error, left, sizeof left);
            count = 0;
        } else if (count < TRIED) {
            tried[count++] = (uint16_t)old;
        }
    }
}

/* Mixtures of more colors leave little, and exchanged for any colors they would be grainy. */
#define MOST_MENDED 32
/* Light farther than this from a color is no longer its own, rounded: white has steps of 2.2 / 255. */
#define ROUNDING 300
/* A mixture made anew may vary this many times as much. */
#define MOST_GRAIN 3

#define MOST_EXCHANGES 8
/* Two parts at once are exchanged only if there are at most this many exchanges of one: with more, one is
 * always enough. */
#define MOST_WAYS 256
/* Light of half a part. */
#define HALF 32767

/* How many parts of a mixture each target has, and what is left of its light, that of all parts. */
typedef struct {
    int64_t left[3];
    int size;
    uint16_t which[66 + 2 * MOST_EXCHANGES];
    uint8_t counts[66 + 2 * MOST_EXCHANGES];
} Mixture;

/* Add a part to a mixture. */
static void put(const Targets *t, Mixture *mixture, int32_t label)
{
    int i = 0;
    while (i < mixture->size && mixture->which[i] != label)
        i++;
    if (i == mixture->size) {
        mixture->which[mixture->size++] = (uint16_t)label;
        mixture->counts[i] = 0;
    }
    mixture->counts[i]++;
    for (int c = 0; c < 3; c++)
        mixture->left[c] -= t->carried[3 * label + c];
}

/* Take one part from a target, and give it to another one. */
static void pass(const Targets *t, Mixture *mixture, int from, int32_t label)
{
    mixture->counts[from]--;
    for (int c = 0; c < 3; c++)
        mixture->left[c] += t->carried[3 * mixture->which[from] + c];
    put(t, mixture, label);
}

static int64_t squared_sum(const int64_t *one, const int64_t *other)
{
    int64_t x = one[0] + other[0], y = one[1] + other[1], z = one[2] + other[2];
    return x * x + y * y + z * z;
}

/* Exchange one part, or else two at once, so that the least is left; return whether that was less. */
static int exchange_best(const Targets *t, Mixture *mixture)
{
    static const int64_t nothing[3] = {0, 0, 0};
    int64_t ways[MOST_WAYS][3], least = squared_sum(mixture->left, nothing);
    int from[2] = {-1, -1}, froms[MOST_WAYS], count = 0, present = 0;
    int32_t to[2] = {0, 0}, labels[MOST_WAYS];
    for (int i = 0; i < mixture->size; i++)
        present += mixture->counts[i] > 0;
    int few = present * t->size <= MOST_WAYS;
    for (int i = 0; i < mixture->size; i++)
        for (int32_t label = 0; mixture->counts[i] && label < t->size; label++) {
            int64_t way[3];
            for (int c = 0; c < 3; c++)
                way[c] = t->carried[3 * mixture->which[i] + c] - t->carried[3 * label + c];
            int64_t after = squared_sum(mixture->left, way);
            if (after < least) {
                least = after;
                from[0] = i;
                to[0] = label;
            }
            if (few) {
                memcpy(ways[count], way, sizeof way);
                froms[count] = i;
                labels[count++] = label;
            }
        }
    for (int i = 0; from[0] < 0 && i < count; i++) {
        int64_t after_one[3];
        for (int c = 0; c < 3; c++)
            after_one[c] = mixture->left[c] + ways[i][c];
        for (int j = i; j < count; j++) {
            int64_t after = squared_sum(after_one, ways[j]);
            if (after < least && (froms[i] != froms[j] || mixture->counts[froms[i]] > 1)) {
                least = after;
                from[1] = i;
                to[1] = j;
            }
        }
    }
    if (from[0] >= 0)
        pass(t, mixture, from[0], to[0]);
    else if (from[1] >= 0) {
        int one = from[1], other = to[1];
        pass(t, mixture, froms[one], labels[one]);
        pass(t, mixture, froms[other], labels[other]);
    } else
        return 0;
    return 1;
}

/* Measure the most light that is left in some channel, after some ways. */
static int64_t most_left(const int64_t *left, const int64_t *way, const int64_t *other)
{
    int64_t most = 0;
    for (int c = 0; c < 3; c++) {
        int64_t each = left[c] + way[c] + other[c];
        each = each < 0 ? -each : each;
        most = each > most ? each : most;
    }
    return most;
}

/* Exchange parts as long as more than half of one is left in some channel; return whether that is less. */
static int exchange_some(const Targets *t, Mixture *mixture)
{
    static const int64_t nothing[3] = {0, 0, 0};
    for (int turn = 0; turn <= MOST_EXCHANGES; turn++) {
        if (most_left(mixture->left, nothing, nothing) <= HALF)
            return 1;
        if (turn == MOST_EXCHANGES || !exchange_best(t, mixture))
            break;
    }
    return 0;
}

/* Mix light of the targets around it: each has the whole parts of its share, and the other parts go where
 * they leave the least. */
static void mix_around(const Targets *t, const int32_t *light, int64_t parts, Mixture *mixture)
{
    static const double scale[3] = {1, 1, 1};
    double color[3] = {light[0] / 65535.0, light[1] / 65535.0, light[2] / 65535.0}, away[3], plane[4], shares[4];
    int32_t around[4];
    int size = mix_for(t, color, scale, away, plane, around, shares);
    for (int i = 0; i < size; i++)
        for (int64_t count = (int64_t)(shares[i] * parts); count > 0; count--)
            put(t, mixture, around[i]);
    for (int i = 0; i < mixture->size; i++)
        parts -= mixture->counts[i];
    for (; parts > 0; parts--) {
        int64_t least = INT64_MAX;
        int32_t best = 0;
        for (int i = 0; i < size; i++) {
            const int32_t *target = t->carried + 3 * around[i];
            int64_t way[3] = {-target[0], -target[1], -target[2]}, after = squared_sum(mixture->left, way);
            if (after < least) {
                least = after;
                best = around[i];
            }
        }
        put(t, mixture, best);
    }
}

/* Sum up the squared distances of all parts of a mixture from light. */
static int64_t grain(const Targets *t, const Mixture *mixture, const int32_t *light)
{
    int64_t sum = 0;
    for (int i = 0; i < mixture->size; i++)
        for (int c = 0; c < 3; c++) {
            int64_t way = t->carried[3 * mixture->which[i] + c] - light[c];
            sum += mixture->counts[i] * way * way;
        }
    return sum;
}

/* Exchange one part, or else two at once, where that leaves no more than half of one in each channel: such
 * that parts vary least from light. In all, more may be left than before. */
static void settle(const Targets *t, Mixture *mixture, const int32_t *light)
{
    static const int64_t nothing[3] = {0, 0, 0};
    int64_t ways[MOST_WAYS][3], grains[MOST_WAYS], least = INT64_MAX;
    int froms[MOST_WAYS], count = 0, one = -1, other = -1;
    int32_t labels[MOST_WAYS];
    for (int i = 0; i < mixture->size; i++)
        for (int32_t label = 0; mixture->counts[i] && label < t->size; label++) {
            const int32_t *old = t->carried + 3 * mixture->which[i], *new = t->carried + 3 * label;
            if (count == MOST_WAYS)
                return;
            for (int c = 0; c < 3; c++)
                ways[count][c] = old[c] - new[c];
            grains[count] = squared_distance(new, light) - squared_distance(old, light);
            froms[count] = i;
            labels[count++] = label;
        }
    for (int i = 0; i < count; i++)
        if (grains[i] < least && most_left(mixture->left, ways[i], nothing) <= HALF) {
            least = grains[i];
            one = i;
        }
    int single = one >= 0;
    for (int i = 0; !single && i < count; i++)
        for (int j = i; j < count; j++)
            if (grains[i] + grains[j] < least && most_left(mixture->left, ways[i], ways[j]) <= HALF &&
                (froms[i] != froms[j] || mixture->counts[froms[i]] > 1)) {
                least = grains[i] + grains[j];
                one = i;
                other = j;
            }
    if (one >= 0)
        pass(t, mixture, froms[one], labels[one]);
    if (other >= 0)
        pass(t, mixture, froms[other], labels[other]);
}

/* Measure how far the mean of a mixture is from light in sRGB: the squared distance. */
static int64_t seen_off(const Targets *t, const Mixture *mixture, const int32_t *light, int64_t parts)
{
    int64_t sum = 0;
    for (int c = 0; c < 3; c++) {
        int64_t mean = (parts * light[c] - mixture->left[c]) / parts;
        int64_t way = t->srgb[mean >> 4] - t->srgb[light[c] >> 4];
        sum += way * way;
    }
    return sum;
}

/* Exchange parts of a mixture where more than half of one is left in some channel; if that does not
 * help, mix the light anew, unless that is far more grainy; and if that is not enough, exchange what leaves
 * more in all, but no more than half a part. A dark one stays where it is seen to be nearer.
 *
 * own: the light of the color itself; light: what was aimed at. */
static void mend(const Targets *t, const int32_t *own, const int32_t *light, uint16_t *labels, int64_t parts)
{
    static const int64_t nothing[3] = {0, 0, 0};
    int near = 1;
    for (int c = 0; c < 3; c++)
        near &= own[c] - light[c] <= ROUNDING && light[c] - own[c] <= ROUNDING;
    if (near)
        light = own;
    Mixture first = {{parts * light[0], parts * light[1], parts * light[2]}, 0, {0}, {0}}, other = first;
    for (int64_t part = 0; part < parts; part++)
        put(t, &first, labels[part]);
    Mixture mixture = first;
    if (!exchange_some(t, &mixture)) {
        mix_around(t, light, parts, &other);
        exchange_some(t, &other);
        if (squared_sum(other.left, nothing) < squared_sum(mixture.left, nothing) &&
            grain(t, &other, light) <= MOST_GRAIN * grain(t, &mixture, light))
            mixture = other;
        if (most_left(mixture.left, nothing, nothing) > HALF)
            settle(t, &mixture, light);
    }
    int dark = light[0] + light[1] + light[2] < 3 * 65535 / 5;
    if (dark && 3 * seen_off(t, &first, light, parts) < 2 * seen_off(t, &mixture, light, parts))
        mixture = first;
    for (int i = 0; i < mixture.size; i++)
        for (int count = 0; count < mixture.counts[i]; count++)
            *labels++ = mixture.which[i];
}

/* A block of this many pixels is looked at as one, so grain counts less than what the mean is off. */
#define SEEN_TOGETHER 64
/* A mixture within half of a part may vary this many times as much as one that is not, but hardly off: by
 * eight of 255 steps of light, which are half of a part of 16. That one counts as varying by 12 steps of sRGB
 * at least: the square of these. */
#define MOST_UNREST 12
#define HARDLY_OFF 2056
#define LEAST_UNREST 144

/* How far a mixture is seen to be from its color. */
typedef struct {
    int64_t left;   /* the most light of all parts that is left in some channel */
    int64_t spread; /* squared distances of all parts in sRGB */
    int64_t seen;   /* the same, and that of the mean, which is seen in each of many pixels */
} Distance;

static Distance distance_of(const Targets *t, const uint8_t *color, const uint16_t *labels, int64_t parts)
{
    Distance found = {0, 0, 0};
    for (int c = 0; c < 3; c++) {
        int64_t sum = 0;
        for (int64_t part = 0; part < parts; part++) {
            int64_t way = t->colors[3 * labels[part] + c] - color[c];
            sum += t->carried[3 * labels[part] + c];
            found.spread += way * way;
        }
        int64_t left = parts * t->linear[color[c]] - sum, way = t->srgb[sum / parts >> 4] - color[c];
        left = left < 0 ? -left : left;
        found.left = left > found.left ? left : found.left;
        found.seen += SEEN_TOGETHER * parts * way * way;
    }
    found.seen += found.spread;
    return found;
}

/* Mix a color by the rule of a run, and keep that mixture where it is seen to be nearer; but not where only
 * the other one is within half of a part, unless that is far more grainy and this hardly off. */
static void calm(const Targets *t, const uint8_t *color, uint16_t *labels, int64_t parts)
{
    Targets run = *t;
    run.reach = t->calm;
    int32_t own[3], brought[3] = {0, 0, 0}, error[3];
    uint16_t calmer[64];
    for (int c = 0; c < 3; c++)
        own[c] = t->linear[color[c]];
    for (int64_t part = 0; part < parts; part++) {
        calmer[part] = (uint16_t)aim(&run, own, brought, 0, error);
        for (int c = 0; c < 3; c++)
            brought[c] = 16384 * error[c];
    }
    Distance before = distance_of(t, color, labels, parts), after = distance_of(t, color, calmer, parts);
    int much = 2 * after.left > 65535 && 2 * before.left <= 65535;
    int64_t unrest = after.spread > parts * LEAST_UNREST ? after.spread : parts * LEAST_UNREST;
    int needed = much && (after.left > parts * HARDLY_OFF || before.spread <= MOST_UNREST * unrest);
    if (!needed && after.seen <= before.seen)
        memcpy(labels, calmer, parts * sizeof *labels);
}

/* Mix each of some colors from several targets, which together come near to it: the error of each
 * part is brought to the next, and what is left by the last may exchange some, where nothing of it is
 * to be lost. A mixture is written from dark to light.
 *
 * ranks: those of the targets by lightness; by_rank: the index of each rank; weight: the part of an
 * error that is brought on, in units of 2^-14; parts: of a mixture, 1 to 64; mixed: n x parts. */
EXPORT void fewtone_mix(const uint8_t *colors, int64_t n, const uint16_t *ranks, const uint8_t *by_rank,
                        int64_t weight, int64_t parts, const Targets *targets, uint8_t *mixed)
{
    /* Otherwise errors are to be lost. */
    int whole = targets->mixed && weight == 16384;
    int precise = whole && targets->size <= MOST_MENDED;
    for (int64_t i = 0; i < n; i += TOGETHER) {
        int64_t some = n - i < TOGETHER ? n - i : TOGETHER;
        int32_t errors[TOGETHER][3], light[TOGETHER][3];
        uint16_t found[TOGETHER][64];
        memset(errors, 0, sizeof errors);
        for (int64_t j = 0; j < some; j++)
            aim_at(targets, colors + 3 * (i + j), 0, light[j]);
        for (int64_t part = 0; part < parts; part++)
            for (int64_t j = 0; j < some; j++) {
                int32_t brought[3];
                for (int c = 0; c < 3; c++)
                    brought[c] = (int32_t)weight * errors[j][c];
                found[j][part] = (uint16_t)aim(targets, light[j], brought, 0, errors[j]);
            }
        for (int64_t j = 0; j < some && whole; j++) {
            exchange(targets, found[j], parts, errors[j]);
            if (precise) {
                int32_t own[3];
                for (int c = 0; c < 3; c++)
                    own[c] = targets->linear[colors[3 * (i + j) + c]];
                mend(targets, own, light[j], found[j], parts);
            }
            calm(targets, colors + 3 * (i + j), found[j], parts);
        }
        for (int64_t j = 0; j < some; j++) {
            int32_t same = equal_target(targets, colors + 3 * (i + j));
            if (same < 0)
                put_in_order(found[j], parts, ranks, by_rank, mixed + (i + j) * parts);
            else
                memset(mixed + (i + j) * parts, targets->shown[same], parts);
        }
    }
}

/* Count the pixels of each index, and add up their squared distances to the color shown. counts gets
 * 256 numbers and the sum after them. */
EXPORT void fewtone_tally(const uint8_t *pixels, const uint8_t *visible, const uint8_t *indices, int64_t n,
                          const uint8_t *colors, int64_t *counts)
{
    int64_t sum = 0;
    memset(counts, 0, 257 * sizeof *counts);
    for (int64_t i = 0; i < n; i++) {
        const uint8_t *pixel = pixels + 3 * i, *shown = colors + 3 * indices[i];
        int32_t x = pixel[0] - shown[0], y = pixel[1] - shown[1], z = pixel[2] - shown[2];
        int64_t seen = visible ? visible[i] : 1;
        counts[indices[i]] += seen;
        sum += seen * (x * x + y * y + z * z);
    }
    counts[256] = sum;
}

/* Find the value of sRGB that is nearest to linear light, which may lie outside of 0 to 1. A table
 * says nearly which it is, and the limits of the values decide. */
#define STEPS 16384
static inline uint8_t encoded(float light, const float *limits, const uint8_t *guesses)
{
    if (!(light > 0))
        return 0;
    if (light >= 1)
        return 255;
    int32_t value = guesses[(int32_t)(light * STEPS)];
    while (light >= limits[value])
        value++;
    while (value > 0 && light < limits[value - 1])
        value--;
    return (uint8_t)value;
}

/* Four channels of a pixel; with three, the last is nobody's. */
typedef float four __attribute__((vector_size(16)));

/* Make a row of light narrower or wider. Behind the row there is room for one float more. Some pixels at
 * a time: a sum waits for the one before, and others need not. */
static inline void resample_some(const float *row, int64_t channels, const int64_t *starts, const float *weights,
                                 int64_t taps, int some, float *made)
{
    const float *from[4] = {row, row, row, row};
    four sums[4] = {{0, 0, 0, 0}, {0, 0, 0, 0}, {0, 0, 0, 0}, {0, 0, 0, 0}};
    for (int i = 0; i < some; i++)
        from[i] = row + channels * starts[i];
    for (int64_t t = 0; t < taps; t++)
        for (int i = 0; i < some; i++) {
            four light;
            memcpy(&light, from[i] + channels * t, sizeof light);
            sums[i] += weights[taps * i + t] * light;
        }
    for (int i = 0; i < some; i++)
        memcpy(made + channels * i, sums + i, sizeof *sums);
}

static inline void resample_row(const float *row, int64_t channels, const int64_t *starts, const float *weights,
                                int64_t taps, int64_t width, float *made)
{
    int64_t x = 0;
    for (; x + 4 <= width; x += 4)
        resample_some(row, channels, starts + x, weights + taps * x, taps, 4, made + channels * x);
    for (; x < width; x++)
        resample_some(row, channels, starts + x, weights + taps * x, taps, 1, made + channels * x);
}

/* Convert a row of pixels to light; with alpha, light times opacity and opacity. */
static void light_of_row(const uint8_t *pixels, const uint8_t *alpha, int64_t width, const float *light,
                         const float *opacity, float *row)
{
    if (!alpha) {
        for (int64_t i = 0; i < 3 * width; i++)
            row[i] = light[pixels[i]];
        return;
    }
    for (int64_t x = 0; x < width; x++) {
        float opaque = opacity[alpha[x]];
        for (int c = 0; c < 3; c++)
            row[4 * x + c] = light[pixels[3 * x + c]] * opaque;
        row[4 * x + 3] = opaque;
    }
}

/* Write a row of sums as pixels, and their alpha if there is any. */
static void put_row(const float *sums, int64_t width, const float *limits, const uint8_t *guesses,
                    uint8_t *pixels, uint8_t *alpha)
{
    if (!alpha) {
        for (int64_t i = 0; i < 3 * width; i++)
            pixels[i] = encoded(sums[i], limits, guesses);
        return;
    }
    for (int64_t x = 0; x < width; x++) {
        float opaque = sums[4 * x + 3];
        opaque = opaque > 0 ? opaque < 1 ? opaque : 1 : 0;
        alpha[x] = (uint8_t)(opaque * 255 + 0.5f);
        for (int c = 0; c < 3; c++)
            pixels[3 * x + c] = alpha[x] ? encoded(sums[4 * x + c] / opaque, limits, guesses) : 0;
    }
}

/* Make the rows from begin to end of a picture of another size.
 *
 * starts and weights: of the taps of each column, and of each row; tables: the light of each value, the
 * opacity of each, and the limits of the values; lines: room for a row of light, for as many new rows as
 * there are taps down, and for one row of sums, each with four floats more. */
EXPORT void fewtone_resample(const uint8_t *pixels, const uint8_t *alpha, int64_t width,
                             const int64_t *columns, const float *across, int64_t taps_across,
                             const int64_t *rows, const float *down, int64_t taps_down,
                             int64_t begin, int64_t end, int64_t new_width, const float *tables,
                             const uint8_t *guesses, float *lines, uint8_t *found, uint8_t *opacity)
{
    int64_t channels = alpha ? 4 : 3, long_line = channels * width + 4, line = channels * new_width + 4;
    float *row = lines, *kept = lines + long_line, *sums = kept + taps_down * line;
    int64_t next = rows[begin];
    row[long_line - 4] = 0;
    for (int64_t y = begin; y < end; y++) {
        int64_t first = rows[y], last = first + taps_down;
        for (; next < last; next++) {
            light_of_row(pixels + 3 * width * next, alpha ? alpha + width * next : 0, width, tables, tables + 256,
                         row);
            resample_row(row, channels, columns, across, taps_across, new_width, kept + next % taps_down * line);
        }
        for (int64_t i = 0; i < channels * new_width; i += 32) {
            float part[32] = {0};
            int64_t some = channels * new_width - i < 32 ? channels * new_width - i : 32;
            for (int64_t t = 0; t < taps_down; t++) {
                const float *from = kept + (first + t) % taps_down * line + i;
                float weight = down[taps_down * y + t];
                if (some == 32)
                    for (int j = 0; j < 32; j++)
                        part[j] += weight * from[j];
                else
                    for (int64_t j = 0; j < some; j++)
                        part[j] += weight * from[j];
            }
            memcpy(sums + i, part, (size_t)some * sizeof *part);
        }
        put_row(sums, new_width, tables + 512, guesses, found + 3 * new_width * y,
                opacity ? opacity + new_width * y : 0);
    }
}
