/** A data set that `loadDataset` knows. */
export type DatasetName = "mnist" | "fashion-mnist" | "cifar10";

/** The part that a network learns from, and the one that it is tested with. */
export type DatasetPart = "train" | "test";

/** A file of a data set, as its authors published it. */
export interface PublishedFile {
  readonly name: string;
  /** Length as published, of the packed file. */
  readonly bytes: number;
  /** In hexadecimal digits. */
  readonly sha256: string;
  /** Whether the SHA-256 is of what is packed in the file; otherwise of the file itself. */
  readonly unpacked: boolean;
}

/** Where a data set comes from, and how its files are laid out. */
export interface PublishedSet {
  readonly name: DatasetName;
  readonly title: string;
  readonly content: string;
  readonly licence: string;
  readonly citation: string;
  readonly classes: readonly string[];
  /** `idx`: images and labels of each part. `cifar`: batches of records, or an archive of them. */
  readonly layout: "idx" | "cifar";
  /** Folders within a folder of data where its files may lie; the first is where they are put. */
  readonly folders: readonly string[];
  readonly files: readonly PublishedFile[];
  /** Addresses of folders that hold the files. */
  readonly mirrors: readonly string[];
}

const packed = (name: string, bytes: number, sha256: string): PublishedFile => ({
  name: `${name}.gz`,
  bytes,
  sha256,
  unpacked: true,
});

/** The data sets, with lengths and SHA-256 of the published files. */
export const publishedSets: readonly PublishedSet[] = [
  {
    name: "mnist",
    title: "MNIST",
    content: "handwritten digits, 28×28 grey, 60,000 for training and 10,000 for testing",
    licence: "© Yann LeCun and Corinna Cortes; generally distributed as CC BY-SA 3.0",
    citation:
      "LeCun, Bottou, Bengio & Haffner (1998), Gradient-based learning applied to document recognition, Proc. IEEE 86",
    classes: ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
    layout: "idx",
    folders: ["mnist", "MNIST/raw", "."],
    files: [
      packed(
        "train-images-idx3-ubyte",
        9912422,
        "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
      ),
      packed(
        "train-labels-idx1-ubyte",
        28881,
        "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
      ),
      packed(
        "t10k-images-idx3-ubyte",
        1648877,
        "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
      ),
      packed(
        "t10k-labels-idx1-ubyte",
        4542,
        "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
      ),
    ],
    mirrors: [
      "https://ossci-datasets.s3.amazonaws.com/mnist/",
      "https://storage.googleapis.com/cvdf-datasets/mnist/",
    ],
  },
  {
    name: "fashion-mnist",
    title: "Fashion-MNIST",
    content: "articles of clothing, 28×28 grey, 60,000 for training and 10,000 for testing",
    licence: "MIT, © 2017 Zalando SE",
    citation:
      "Xiao, Rasul & Vollgraf (2017), Fashion-MNIST: a novel image dataset for benchmarking machine learning algorithms, arXiv 1708.07747",
    classes: [
      "T-shirt/top",
      "trouser",
      "pullover",
      "dress",
      "coat",
      "sandal",
      "shirt",
      "sneaker",
      "bag",
      "ankle boot",
    ],
    layout: "idx",
    folders: ["fashion-mnist", "FashionMNIST/raw", "."],
    files: [
      packed(
        "train-images-idx3-ubyte",
        26421880,
        "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
      ),
      packed(
        "train-labels-idx1-ubyte",
        29515,
        "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
      ),
      packed(
        "t10k-images-idx3-ubyte",
        4422102,
        "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
      ),
      packed(
        "t10k-labels-idx1-ubyte",
        5148,
        "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
      ),
    ],
    mirrors: [
      "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
      "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
    ],
  },
  {
    name: "cifar10",
    title: "CIFAR-10",
    content: "photographs, 32×32 in colour, 50,000 for training and 10,000 for testing",
    licence: "none is stated by the authors",
    citation: "Krizhevsky (2009), Learning multiple layers of features from tiny images",
    classes: [
      "airplane",
      "automobile",
      "bird",
      "cat",
      "deer",
      "dog",
      "frog",
      "horse",
      "ship",
      "truck",
    ],
    layout: "cifar",
    folders: ["cifar10", "cifar10/cifar-10-batches-bin", "cifar-10-batches-bin", "."],
    files: [
      {
        name: "cifar-10-binary.tar.gz",
        bytes: 170052171,
        sha256: "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
        unpacked: false,
      },
    ],
    mirrors: ["https://www.cs.toronto.edu/~kriz/"],
  },
];

/**
 * The published set of this name.
 *
 * @throws RangeError naming those that there are
 */
export function publishedSet(name: string): PublishedSet {
  const set = publishedSets.find((candidate) => candidate.name === name);
  if (set !== undefined) return set;
  const names = publishedSets.map((known) => known.name).join(", ");
  throw new RangeError(`there is no data set "${name}", expected one of ${names}`);
}
