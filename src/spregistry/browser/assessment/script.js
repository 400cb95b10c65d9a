// Loads a part of the program that is needed only now and then.

/** Run a script by its address; the promise is rejected where it is not to be had, and it may then be asked for again. */
export function loadScript(address) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = resolve;
    script.onerror = () => {
      script.remove();
      reject(new Error(`${address} could not be loaded`));
    };
    document.head.append(script);
  });
}
