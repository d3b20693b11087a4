"""The other side of bench/training.mjs: trains the same networks with PyTorch, and times itself.

One request per line of standard input, as JSON; one answer per line of standard output. `seconds`
are those of the processor in this process, on one thread, start-up and reading left out.
"""

import json
import sys
import time

import numpy
import torch
import torch.nn.functional as F

torch.set_num_threads(1)
FLOATS = {"float32": torch.float32, "float64": torch.float64}
data = {}


def load(request):
    """Keeps images, classes, and the order of each epoch: raw little-endian files."""
    images = numpy.fromfile(request["inputs"], dtype=numpy.float32)
    classes = numpy.fromfile(request["classes"], dtype=numpy.uint8)
    order = numpy.fromfile(request["order"], dtype=numpy.uint32)
    count = len(classes)
    data[request["name"]] = {
        "images": torch.from_numpy(images).reshape(count, *request["shape"]),
        "classes": torch.from_numpy(classes.astype(numpy.int64)),
        "order": torch.from_numpy(order.astype(numpy.int64)).reshape(-1, count),
    }
    return {}


def parameters(layers, shape, flat, dtype, channels_last):
    """The flat array in parts: per layer weights, then biases."""
    parts, offset = [], 0

    def take(*sizes):
        nonlocal offset
        count = int(numpy.prod(sizes))
        part = torch.tensor(flat[offset : offset + count], dtype=dtype).reshape(sizes)
        if channels_last and len(sizes) == 4:
            part = part.to(memory_format=torch.channels_last)
        parts.append(part.requires_grad_())
        offset += count

    for layer in layers:
        kind = layer["kind"]
        if kind == "linear":
            take(layer["outputs"], int(numpy.prod(shape)))
            take(layer["outputs"])
            shape = [layer["outputs"]]
        elif kind == "convolution":
            size = layer["size"]
            take(layer["outputs"], shape[0], size, size)
            take(layer["outputs"])
            shape = [layer["outputs"], *(n + 2 * layer["padding"] - size + 1 for n in shape[1:])]
        elif kind == "maxPooling":
            shape = [shape[0], *(n // layer["size"] for n in shape[1:])]
    return parts


def evaluate(layers, x, parts):
    part = iter(parts)
    for layer in layers:
        kind = layer["kind"]
        if kind == "linear":
            x = F.linear(x.flatten(1), next(part), next(part))
        elif kind == "convolution":
            x = F.conv2d(x, next(part), next(part), padding=layer["padding"])
        elif kind == "maxPooling":
            x = F.max_pool2d(x, layer["size"])
        else:
            x = getattr(torch, kind)(x)
    return x


def prepare(request):
    dtype = FLOATS[request["type"]]
    own = data[request["data"]]
    channels_last = request.get("channelsLast", False)
    images = own["images"].to(dtype)
    if channels_last:
        images = images.to(memory_format=torch.channels_last)
    layers, start = request["layers"], request["start"]
    parts = parameters(layers, own["images"].shape[1:], start, dtype, channels_last)
    return layers, images, own["classes"], own["order"], parts


def mean_loss(layers, images, classes, parts):
    with torch.no_grad():
        chunks = zip(images.split(100), classes.split(100))
        losses = (F.cross_entropy(evaluate(layers, x, parts), c, reduction="sum") for x, c in chunks)
        return sum(losses).item() / len(classes)


def train(request):
    """So many epochs of gradient descent with momentum, then the loss of all images."""
    layers, images, classes, order, parts = prepare(request)
    batch, rate, momentum = request["batch"], request["rate"], request["momentum"]
    begin = time.process_time()
    velocities = [torch.zeros_like(part) for part in parts]
    for epoch in range(request["epochs"]):
        for chosen in order[epoch].split(batch):
            loss = F.cross_entropy(evaluate(layers, images[chosen], parts), classes[chosen])
            gradients = torch.autograd.grad(loss, parts)
            with torch.no_grad():
                torch._foreach_mul_(velocities, momentum)
                torch._foreach_add_(velocities, gradients)
                torch._foreach_add_(parts, velocities, alpha=-rate)
    value = mean_loss(layers, images, classes, parts)
    return {"seconds": time.process_time() - begin, "loss": value}


def product(request):
    """vᵀHv of the mean loss by double backward, so many images at a time; `again` keeps the graphs."""
    layers, images, classes, _, parts = prepare(request)
    chunk, again = request["chunk"], request["again"]
    chunks = list(zip(images.split(chunk), classes.split(chunk)))

    def slope(x, c):
        loss = F.cross_entropy(evaluate(layers, x, parts), c, reduction="sum") / len(classes)
        gradients = torch.autograd.grad(loss, parts, create_graph=True)
        return sum((g * v).sum() for g, v in zip(gradients, direction))

    direction = [torch.ones_like(part) for part in parts]
    kept = [slope(*each) for each in chunks] if again else None
    begin = time.process_time()
    total = 0
    for k, each in enumerate(chunks):
        products = torch.autograd.grad(kept[k] if kept else slope(*each), parts)
        total += sum((p * v).sum() for p, v in zip(products, direction)).item()
    return {"seconds": time.process_time() - begin, "curvature": total}


def xor(request):
    """Gradient descent of many 2-2-1 networks at once: runs are the batches of the products."""
    start = torch.tensor(request["starts"], dtype=torch.float64).reshape(-1, 9)
    runs = len(start)
    patterns = torch.tensor(request["inputs"], dtype=torch.float64).reshape(4, 2)
    # A column of ones takes the hidden biases into the weights: one product less.
    inputs = torch.cat([patterns, torch.ones(4, 1, dtype=torch.float64)], 1).expand(runs, 4, 3)
    targets = torch.tensor(request["targets"], dtype=torch.float64).reshape(1, 4, 1)
    hidden = torch.cat([start[:, :4].reshape(runs, 2, 2), start[:, 4:6, None]], 2).transpose(1, 2)
    parts = [hidden.contiguous(), start[:, 6:8, None].clone(), start[:, 8:, None].clone()]
    parts = [part.requires_grad_() for part in parts]
    rate = request["rate"] / 4  # the loss is the mean over the patterns
    if request["output"] == "sigmoid":
        outputs = lambda w, v, b: torch.baddbmm(b, torch.tanh(torch.bmm(inputs, w)), v)
        errors = lambda w, v, b: torch.sigmoid(outputs(w, v, b)) - targets
    else:
        errors = lambda w, v, b: torch.baddbmm(b - targets, torch.tanh(torch.bmm(inputs, w)), v)
    begin = time.process_time()
    for _ in range(request["steps"]):
        gradients = torch.autograd.grad(errors(*parts).square().sum(), parts)
        with torch.no_grad():
            for part, gradient in zip(parts, gradients):
                part.sub_(gradient, alpha=rate)
    seconds = time.process_time() - begin
    return {"seconds": seconds, "losses": errors(*parts).square().mean((1, 2)).tolist()}


def hello(request):
    return {"version": torch.__version__}


tasks = {"hello": hello, "load": load, "train": train, "product": product, "xor": xor}
for line in sys.stdin:
    asked = json.loads(line)
    print(json.dumps(tasks[asked["task"]](asked)), flush=True)
